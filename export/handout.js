// Draws the handout's figures. Before printing each is fitted to the paper.

const config = { displaylogo: false, responsive: true, modeBarButtonsToRemove: ["select2d", "lasso2d"] };
const figures = JSON.parse(document.getElementById("figures").textContent);
const plots = figures.map((_, place) => document.getElementById(`chart-${place + 1}`));
figures.forEach(({ data, layout }, place) => Plotly.newPlot(plots[place], data, layout, config)
  .then((plot) => { plot.dataset.drawn = "yes"; }));
document.getElementById("print").addEventListener("click", () => window.print());
window.addEventListener("beforeprint", () => plots.forEach((plot) => Plotly.Plots.resize(plot)));
