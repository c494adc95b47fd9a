/** What the terminal says once the server listens: the address and, for the demonstration, who to sign in as. */
export function greeting(address: string, demonstration: boolean): string {
	const lines = ['', `  Terrimed est prêt : ${address}`, ''];
	if (demonstration) {
		lines.push(
			'  Comptes de démonstration (mot de passe : demonstration)',
			'    animatrice64@exemple.test   animation du comité des Pyrénées-Atlantiques',
			'    maire64@exemple.test        maire, élue locale',
			'    cpts64@exemple.test         professionnelle de santé, membre',
			'    membre40@exemple.test       membre du comité des Landes',
			'    membre12@exemple.test       membre du comité de l’Aveyron',
			'    urps@exemple.test           URPS médecins de Nouvelle-Aquitaine',
			'    ars@exemple.test            ARS de Nouvelle-Aquitaine, lecture seule',
			'    admin@exemple.test          administration de la plateforme',
			'',
		);
	}
	return `${lines.join('\n')}\n`;
}
