// Before anything is painted: what this person chose for this screen, and that scripts run.
(() => {
  const root = document.documentElement;
  root.classList.add("has-script");
  try {
    for (const name of ["theme", "density"]) {
      const choice = localStorage.getItem(`pacte-${name}`);
      if (choice) root.dataset[name] = choice;
    }
  } catch {
    // Storage refused: the device's own settings stand.
  }
})();
