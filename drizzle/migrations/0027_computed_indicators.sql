ALTER TABLE "indicator_value" ALTER COLUMN "account_id" DROP NOT NULL;--> statement-breakpoint
ALTER TABLE "indicator_definition" ADD COLUMN "computation" text;--> statement-breakpoint
ALTER TABLE "indicator_value" ADD COLUMN "computed_from" jsonb;--> statement-breakpoint
ALTER TABLE "indicator_value" ADD CONSTRAINT "indicator_value_origin" CHECK (("indicator_value"."account_id" is null) = ("indicator_value"."computed_from" is not null));