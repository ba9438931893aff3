# Figure 5: images a class of long-tailed CIFAR10. Reads counts.tsv: class, then a column for each imbalance factor.
set terminal svg size 760,420 font "Helvetica,15" background rgb "white"
set output "figures/class-counts.svg"
array factor[5] = ["1", "10", "20", "50", "100"]
array colour[5] = ["#999999", "#0072B2", "#009E73", "#E69F00", "#D55E00"]
array shape[5] = [7, 5, 9, 11, 13]
set border 3
set tics nomirror out scale 0.5
set grid ytics lc rgb "#dddddd" lt 1
set logscale y
set yrange [40:7000]
set ytics (50, 100, 200, 500, 1000, 2000, 5000)
set xrange [-0.3:9.3]
set xtics 0, 1, 9
set xlabel "class"
set ylabel "training images"
set key outside right center reverse Left spacing 1.3 title "imbalance\nfactor"
plot for [i = 1:5] "counts.tsv" using 1:(column(i + 1)) with linespoints lw 2 ps 0.8 pt shape[i] lc rgb colour[i] \
    title factor[i]
