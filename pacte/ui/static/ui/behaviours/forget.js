// Signing out leaves no draft on a device that others use.
export default function forget(form) {
  form.addEventListener("submit", () => {
    for (const key of Object.keys(localStorage)) {
      if (key.startsWith("pacte-draft:")) localStorage.removeItem(key);
    }
  });
}
