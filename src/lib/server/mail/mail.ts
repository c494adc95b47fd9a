/** A message to one person, in plain text: links work in every reader and nothing is loaded from elsewhere. */
export interface MailMessage {
	to: string;
	subject: string;
	text: string;
}

/** A message kept on this server instead of being sent. */
export interface StoredMail extends MailMessage {
	id: string;
	/** ISO instant. */
	sentAt: string;
}

export interface MailsFound {
	count: number;
	/** For good: not before the transaction that has them go is committed. */
	remove(): Promise<void>;
}

export interface Mail {
	send(message: MailMessage): Promise<void>;
	/** The messages kept here, newest first; absent when they really leave. */
	stored?(): Promise<StoredMail[]>;
	/** Finds the messages kept here that say one of these words, whatever their capitals; absent when they really leave. */
	saying?(words: readonly string[]): Promise<MailsFound>;
}
