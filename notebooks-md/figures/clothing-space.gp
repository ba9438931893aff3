# Figures 1 and 4: the test images in the two features, cross-entropy beside FAL, every fortieth row; names stand at the
# means of all rows of a class. Reads cross_entropy.csv and fal.csv, of `ballast predict --features`, and anchors.csv.
set terminal svg size 980,560 font "Helvetica,14" background rgb "white"
set output "figures/clothing-space.svg"
set datafile separator ","
array name[10] = ["T-shirt", "trouser", "pullover", "dress", "coat", "sandal", "shirt", "sneaker", "bag", "ankle boot"]
array colour[10] = ["#332288", "#88CCEE", "#44AA99", "#117733", "#999933", "#DDCC77", "#CC6677", "#882255", "#AA4499", "#000000"]
array shape[10] = [7, 5, 9, 11, 13, 6, 4, 8, 10, 12]
array mx[10]
array my[10]
set style textbox opaque noborder fillcolor rgb "white" margins 0.5, 0.3
set border 3
set tics nomirror out scale 0.5
set xlabel "first feature"
set multiplot layout 1, 2 margins 0.075, 0.985, 0.24, 0.92 spacing 0.07, 0

do for [panel = 1:2] {
    file = panel == 1 ? "cross_entropy.csv" : "fal.csv"
    do for [k = 1:10] {
        stats file using (strcol(2) eq name[k] ? column("f_0") : NaN) name "X" nooutput
        stats file using (strcol(2) eq name[k] ? column("f_1") : NaN) name "Y" nooutput
        mx[k] = X_mean
        my[k] = Y_mean
    }
    if (panel == 1) {
        set title "cross-entropy"
        set ylabel "second feature"
        set key at screen 0.5, 0.075 center center maxrows 2 reverse Left samplen 1 width 2
        plot for [k = 1:10] file every 40 using (strcol(2) eq name[k] ? column("f_0") : NaN):"f_1" \
                with points pt shape[k] ps 0.5 lc rgb colour[k] notitle, \
            for [k = 1:10] NaN with points pt shape[k] ps 1 lc rgb colour[k] title name[k], \
            NaN with points pt 2 ps 1.4 lw 3 lc rgb "#D55E00" title "anchor", \
            for [k = 1:10] "+" every ::0::0 using (mx[k]):(my[k]):(name[k]) with labels boxed tc rgb colour[k] notitle
    } else {
        set title "FAL"
        unset ylabel
        plot for [k = 1:10] file every 40 using (strcol(2) eq name[k] ? column("f_0") : NaN):"f_1" \
                with points pt shape[k] ps 0.5 lc rgb colour[k] notitle, \
            for [k = 1:10] "+" every ::0::0 using (mx[k]):(my[k]):(name[k]) with labels boxed tc rgb colour[k] notitle, \
            "anchors.csv" using 1:2 with points pt 2 ps 1.4 lw 3 lc rgb "#D55E00" notitle
    }
}
unset multiplot
