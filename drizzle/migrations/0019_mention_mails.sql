CREATE TABLE "mention_mail" (
	"account_id" uuid NOT NULL,
	"comment_id" uuid NOT NULL,
	"by_organisation" boolean NOT NULL,
	"noted_at" timestamp (3) with time zone NOT NULL,
	"attempts" integer DEFAULT 0 NOT NULL,
	"ended_at" timestamp (3) with time zone,
	CONSTRAINT "mention_mail_account_id_comment_id_pk" PRIMARY KEY("account_id","comment_id")
);
--> statement-breakpoint
ALTER TABLE "account" ADD COLUMN "mention_mails" boolean DEFAULT true NOT NULL;--> statement-breakpoint
ALTER TABLE "mention_mail" ADD CONSTRAINT "mention_mail_account_id_account_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."account"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "mention_mail" ADD CONSTRAINT "mention_mail_comment_id_comment_id_fk" FOREIGN KEY ("comment_id") REFERENCES "public"."comment"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "mention_mail_waiting" ON "mention_mail" USING btree ("noted_at") WHERE "mention_mail"."ended_at" is null;