CREATE TABLE "job" (
	"id" uuid PRIMARY KEY NOT NULL,
	"kind" text NOT NULL,
	"region_code" text,
	"department_code" text,
	"account_id" uuid,
	"state" text NOT NULL,
	"input" jsonb NOT NULL,
	"done" integer DEFAULT 0 NOT NULL,
	"total" integer,
	"report" jsonb,
	"result" text,
	"fault_code" text,
	"fault" text,
	"is_resumable" boolean NOT NULL,
	"attempts" integer DEFAULT 0 NOT NULL,
	"runner" text,
	"seen_at" timestamp (3) with time zone,
	"stop_asked_at" timestamp (3) with time zone,
	"created_at" timestamp (3) with time zone NOT NULL,
	"started_at" timestamp (3) with time zone,
	"ended_at" timestamp (3) with time zone,
	"kept_days" integer NOT NULL,
	CONSTRAINT "job_state" CHECK ("job"."state" in ('queued', 'running', 'done', 'failed', 'cancelled'))
);
--> statement-breakpoint
CREATE TABLE "job_file" (
	"job_id" uuid NOT NULL,
	"name" text NOT NULL,
	"seq" integer NOT NULL,
	"bytes" "bytea" NOT NULL,
	CONSTRAINT "job_file_job_id_name_seq_pk" PRIMARY KEY("job_id","name","seq")
);
--> statement-breakpoint
ALTER TABLE "job" ADD CONSTRAINT "job_account_id_account_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."account"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "job_file" ADD CONSTRAINT "job_file_job_id_job_id_fk" FOREIGN KEY ("job_id") REFERENCES "public"."job"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "job_waiting" ON "job" USING btree ("state","created_at");--> statement-breakpoint
CREATE INDEX "job_department" ON "job" USING btree ("department_code","created_at");--> statement-breakpoint
CREATE INDEX "job_region" ON "job" USING btree ("region_code","created_at");