/** How the tools of the interview page and their menus look. */
export const TOOL =
  "inline-flex min-h-12 flex-col items-center justify-center gap-1 rounded-control border px-1 py-1.5 text-center text-small leading-tight disabled:opacity-50 sm:flex-row sm:gap-2 sm:px-4";

export const MENU =
  "z-30 max-h-(--radix-dropdown-menu-content-available-height) min-w-64 overflow-y-auto rounded-panel border border-line bg-raised p-2 shadow-float";

export const ENTRY =
  "flex min-h-11 cursor-pointer items-center gap-3 rounded-small px-3 outline-none data-[highlighted]:bg-sunk data-[highlighted]:outline-2 data-[highlighted]:outline-accent data-[highlighted]:-outline-offset-2";
