/** The person's choice of theme, kept on the device. The page applies it before its first paint (see app.html). */
export type Theme = 'light' | 'dark' | 'auto';

const themeStorageKey = 'theme';

function isTheme(value: string | null | undefined): value is Theme {
	return value === 'light' || value === 'dark' || value === 'auto';
}

/** Reads what the page currently shows, and changes it. Made by a component: touches the document only in the browser. */
export class ThemeChoice {
	current = $state<Theme>('auto');

	read(): void {
		const shown = document.documentElement.dataset['theme'];
		this.current = isTheme(shown) ? shown : 'auto';
	}

	choose(theme: Theme): void {
		this.current = theme;
		document.documentElement.dataset['theme'] = theme;
		try {
			localStorage.setItem(themeStorageKey, theme);
		} catch {
			// Storage refused (private browsing): the choice holds for this page only.
		}
	}
}
