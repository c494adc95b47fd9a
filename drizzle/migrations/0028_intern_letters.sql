CREATE TABLE "intern_letter" (
	"account_id" uuid NOT NULL,
	"week_on" date NOT NULL,
	CONSTRAINT "intern_letter_account_id_week_on_pk" PRIMARY KEY("account_id","week_on")
);
--> statement-breakpoint
ALTER TABLE "account" ADD COLUMN "intern_mails" boolean DEFAULT true NOT NULL;--> statement-breakpoint
ALTER TABLE "intern_letter" ADD CONSTRAINT "intern_letter_account_id_account_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."account"("id") ON DELETE cascade ON UPDATE no action;