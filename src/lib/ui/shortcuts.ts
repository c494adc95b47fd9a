/** Only keys that the pages hear. */
export const SHORTCUTS: readonly { title: string; keys: readonly (readonly [string, string])[] }[] = [
	{
		title: 'Partout',
		keys: [
			['Tab', 'Avancer ; avec Maj, reculer. Le premier mène droit au contenu.'],
			['F6', 'Passer d’une zone à l’autre : menu, bandeau, page, panneau ; avec Maj, en arrière.'],
			['Ctrl K, /', 'Chercher dans l’espace.'],
			['?', 'Montrer cette liste.'],
			['Échap', 'Fermer ce qui est ouvert.'],
		],
	},
	{
		title: 'Écrire un texte',
		keys: [
			['Alt F10', 'Aller à la barre d’outils.'],
			['Ctrl B, Ctrl I', 'Gras, italique.'],
			['Ctrl Maj S, Ctrl Maj H', 'Barré, surligné.'],
			['Ctrl Maj L', 'Mettre un lien.'],
			['Ctrl Alt 1, 2, 3', 'Titre de partie ; Ctrl Alt 0, texte courant.'],
			['Ctrl Maj 7, 8, 9', 'Liste numérotée, à puces, à cocher.'],
			['Ctrl Maj B', 'Citation.'],
			['Ctrl Alt F', 'Note de bas de page.'],
			['Ctrl Alt M, Ctrl Alt N', 'Commenter la sélection, aller au commentaire suivant.'],
			['Ctrl Alt P, Ctrl Alt J', 'Proposer une modification, aller à la proposition suivante.'],
			['Ctrl Z, Ctrl Y', 'Annuler, rétablir ce que vous avez écrit.'],
		],
	},
	{
		title: 'Tableaux du plan et des registres',
		keys: [
			['Flèches', 'Aller d’une cellule à l’autre ; Début et Fin, au bout de la ligne.'],
			['Entrée', 'Ouvrir l’action ou la fiche.'],
			['F2', 'Changer la cellule ; Entrée garde, Échap rend l’ancienne valeur.'],
			['Espace', 'Cocher une fiche ; Maj et flèche, plusieurs à la suite.'],
			[
				'Alt ↑, Alt ↓',
				'Dans un panneau ouvert : fiche ou action d’avant, d’après. Dans le tableau du plan : déplacer l’action.',
			],
		],
	},
	{
		title: 'Colonnes et frise du plan',
		keys: [
			['Espace', 'Prendre une carte ou une barre, puis la poser.'],
			[
				'← →',
				'La déplacer : d’une colonne, ou d’une semaine. Page préc. et Page suiv., d’un mois sur la frise.',
			],
			['Maj, Ctrl', 'Avec une flèche, sur la frise : déplacer la fin seule, le début seul.'],
			['Échap', 'La remettre où elle était.'],
		],
	},
	{
		title: 'Saisie des indicateurs, dates de la revue',
		keys: [
			['Entrée', 'Cellule du dessous ; avec Maj, du dessus.'],
			['Ctrl Entrée', 'Enregistrer les valeurs saisies.'],
			['Page préc., Page suiv.', 'Date marquante d’après, d’avant, sur le curseur de la revue.'],
		],
	},
];
