# Test rows of SatImage in two features, of the rest every eighth, cross-entropy beside FAL. Reads cross_entropy.csv and
# fal.csv, of `ballast predict --features`, and anchors.csv.
set terminal svg size 900,450 font "Helvetica,14" background rgb "white"
set output "figures/satimage-space.svg"
set datafile separator ","
set border 3
set tics nomirror out scale 0.5
set xlabel "first feature"
set multiplot layout 1, 2 margins 0.085, 0.97, 0.24, 0.91 spacing 0.08, 0

set title "cross-entropy"
set ylabel "second feature"
set key at screen 0.5, 0.05 center center maxrows 1 reverse Left samplen 1 width 2
plot "cross_entropy.csv" every 8 using (strcol(2) eq "rest" ? column("f_0") : NaN):"f_1" \
        with points pt 7 ps 0.3 lc rgb "#56B4E9" notitle, \
    "" using (strcol(2) eq "4" ? column("f_0") : NaN):"f_1" with points pt 9 ps 0.5 lc rgb "#D55E00" notitle, \
    NaN with points pt 7 ps 0.7 lc rgb "#56B4E9" title "rest", \
    NaN with points pt 9 ps 0.9 lc rgb "#D55E00" title "class 4, one row in ten", \
    NaN with points pt 2 ps 1.4 lw 3 lc rgb "#000000" title "anchor"

set title "FAL"
unset ylabel
plot "fal.csv" every 8 using (strcol(2) eq "rest" ? column("f_0") : NaN):"f_1" \
        with points pt 7 ps 0.3 lc rgb "#56B4E9" notitle, \
    "" using (strcol(2) eq "4" ? column("f_0") : NaN):"f_1" with points pt 9 ps 0.5 lc rgb "#D55E00" notitle, \
    "anchors.csv" using 1:2 with points pt 2 ps 1.6 lw 3 lc rgb "#000000" notitle
unset multiplot
