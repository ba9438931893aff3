# Curves of a table of scaling: the axis, then microseconds. Called with the table, the figure and the title of its axis:
#   gnuplot -c scaling.gp batch.tsv batch.svg 'rows of a batch'
table = ARG1
set terminal svg size 640,400 dynamic font 'sans-serif,13' background '#ffffff'
set output ARG2
set datafile separator '\t'
set key autotitle columnheader left top noenhanced
set autoscale xfix
set logscale xy
set grid
set xlabel ARG3
set ylabel 'microseconds, each mark the best of its rounds'
set format x '10^{%L}'
set format y '10^{%L}'
set linetype 1 linecolor '#0072b2' linewidth 2 pointtype 7 pointsize 0.6
set linetype 2 linecolor '#d55e00' linewidth 2 pointtype 5 pointsize 0.6
set linetype 3 linecolor '#009e73' linewidth 2 pointtype 9 pointsize 0.6
set linetype 4 linecolor '#cc79a7' linewidth 2 pointtype 11 pointsize 0.6
set linetype 5 linecolor '#0072b2' linewidth 2 pointtype 6 pointsize 0.6 dashtype 2
set linetype 6 linecolor '#d55e00' linewidth 2 pointtype 4 pointsize 0.6 dashtype 2
set linetype 7 linecolor '#009e73' linewidth 2 pointtype 8 pointsize 0.6 dashtype 2
set linetype 8 linecolor '#cc79a7' linewidth 2 pointtype 10 pointsize 0.6 dashtype 2
stats table skip 1 using 1 nooutput
plot for [column = 2:STATS_columns] table using 1:column with linespoints linetype column - 1
