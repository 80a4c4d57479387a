// Applies a stored theme before the first paint. A file of its own, because the content security policy allows no inline script.
try {
  const theme = localStorage.getItem("vivavoce.theme");
  if (theme === "light" || theme === "dark") document.documentElement.dataset.theme = theme;
} catch {
  // Storage is blocked: the system's preference applies.
}
