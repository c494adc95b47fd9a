/** A message to one person, in plain text: links work in every reader and nothing is loaded from elsewhere. */
export interface MailMessage {
	to: string;
	subject: string;
	text: string;
}

export interface Mail {
	send(message: MailMessage): Promise<void>;
}
