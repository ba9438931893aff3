# Figures 2 and 3: the loss, and the factor on cross-entropy, against the probability of the true class.
# Reads curves.tsv: probability, then the loss for γ = 0, 0.5, 1, 2, 5.
set terminal svg size 760,420 font "Helvetica,15" background rgb "white"
array gamma[5] = ["0", "0.5", "1", "2", "5"]
array colour[5] = ["#000000", "#E69F00", "#0072B2", "#D55E00", "#009E73"]
array dash[5] = [1, 2, 3, 4, 5]
set border 3
set tics nomirror out scale 0.5
set grid ytics lc rgb "#dddddd" lt 1
set xlabel "probability of the true class"
set xrange [0:1]
set key outside right center reverse Left spacing 1.4 title "γ"

set output "figures/focal-loss.svg"
set ylabel "loss"
set yrange [0:5]
plot for [i = 1:5] "curves.tsv" using 1:(column(i + 1)) with lines lw 2.5 lc rgb colour[i] dt dash[i] title gamma[i]

set output "figures/focal-factor.svg"
set ylabel "factor on cross-entropy, (1 − p)^γ" noenhanced
set yrange [0:1.05]
plot for [i = 1:5] "curves.tsv" using 1:(column(i + 1) / column(2)) with lines lw 2.5 lc rgb colour[i] dt dash[i] \
    title gamma[i]
