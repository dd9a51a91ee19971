// How this screen looks: theme and density, kept on this device (early.js reads them first).
const root = document.documentElement;

function keep(name, value) {
  if (value) root.dataset[name] = value;
  else delete root.dataset[name];
  try {
    if (value) localStorage.setItem(`pacte-${name}`, value);
    else localStorage.removeItem(`pacte-${name}`);
  } catch {
    // Storage refused: the choice lasts as long as the page.
  }
}

export default function display(element) {
  const themes = [...element.querySelectorAll("[data-theme-choice]")];
  const densities = [...element.querySelectorAll("[data-density-choice]")];
  const press = () => {
    for (const button of themes) {
      button.setAttribute("aria-pressed", String((root.dataset.theme ?? "") === button.dataset.themeChoice));
    }
    for (const button of densities) {
      button.setAttribute("aria-pressed", String(root.dataset.density === button.dataset.densityChoice));
    }
  };
  element.addEventListener("click", ({ target }) => {
    if (themes.includes(target)) keep("theme", target.dataset.themeChoice);
    if (densities.includes(target)) {
      const choice = target.dataset.densityChoice;
      keep("density", root.dataset.density === choice ? "comfortable" : choice);
    }
    press();
  });
  press();
}
