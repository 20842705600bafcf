// Says in the console when the map is drawn: milliseconds since the page was requested.
// Drawn: every trace of the Plotly figure is in the page, and two frames were painted after that.
(() => {
  const isDrawn = () => {
    const plot = document.querySelector(".js-plotly-plot");
    if (!plot || !plot._fullLayout || !plot.data || !plot.data.length) return false;
    const subplot = plot._fullLayout.map && plot._fullLayout.map._subplot;
    if (plot._fullLayout.map) {
      const map = subplot && subplot.map;
      const traces = subplot ? Object.keys(subplot.traceHash || {}).length : 0;
      return Boolean(map) && traces >= plot.data.length && map.loaded() && map.areTilesLoaded();
    }
    return plot.querySelectorAll(".scatterlayer .trace").length >= plot.data.length;
  };
  const look = () => {
    if (!isDrawn()) {
      requestAnimationFrame(look);
      return;
    }
    requestAnimationFrame(() =>
      requestAnimationFrame(() => console.info("benchmark: map drawn at " + performance.now()))
    );
  };
  requestAnimationFrame(look);
})();
