/** Made by types.mjs from the collector's /api/v1/openapi.json. */
export interface paths {
    "/api/v1/claims": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Take a step of a claim
         * @description Issued, claimed, answered (accepted or contested), paid.
         */
        post: operations["post_api_v1_claims"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/corrections": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Say how recorded time is to be read
         * @description An event of its own beside what was recorded; of several that lie over another the latest counts.
         */
        post: operations["post_api_v1_corrections"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/declarations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Declare a device's state
         * @description Takes effect at once; planned_down may begin later, and ends at `until` where it is given.
         */
        post: operations["post_api_v1_declarations"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/device": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * A device
         * @description What it is and does now, its contracts, faults of 90 days, failures and repairs of 365.
         */
        get: operations["api_v1_device"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The log of events
         * @description Events in the order of commit, a page at a time. The Link header leads on: rel="next" while there are more, rel="monitor" where the log ends: ask there again for what comes later. Only an administrator reads the events of users, sessions and refusals.
         */
        get: operations["api_v1_events"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/evidence": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What was said of a device
         * @description Declarations, faults with their steps, and corrections in [from, to), with their place in the chain.
         */
        get: operations["api_v1_evidence"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/exams": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Exams
         * @description Performed steps that began in [from, to), by device and time.
         */
        get: operations["api_v1_exams"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/fault_steps": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Say what happened to a fault
         * @description Each step once, in their order; calling the vendor takes the role biomed.
         */
        post: operations["post_api_v1_fault_steps"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/faults": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Report a fault
         * @description Answers with the event's place, and what the fault is called.
         */
        post: operations["post_api_v1_faults"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/fleet": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The fleet against its contracts
         * @description For each contract in force and each of its devices the running period so far, where it is heading, and what the device does now; devices without a running contract apart.
         */
        get: operations["api_v1_fleet"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/intervals": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * State intervals
         * @description Intervals that touch [from, to), whole, by device and time. An empty `to` still lasts.
         */
        get: operations["api_v1_intervals"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/live": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What changes, as it happens
         * @description Server-sent events (WHATWG HTML): `changed` with {"as_of", "devices", "desk"}, at most once a second: these devices' data changed, or something of contracts, statements or people. A comment every 15 s. Ends with the session.
         */
        get: operations["api_v1_live"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/openapi.json": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * This description
         * @description OpenAPI 3.1, made from the table that routes the requests.
         */
        get: operations["api_v1_openapi_json"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/password": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Change one's own password
         * @description All one's sessions end, and a new one begins. 429 after too many wrong old passwords.
         */
        post: operations["post_api_v1_password"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/session": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Who is signed in
         * @description With the CSRF token that each change must bear in X-CSRF-Token.
         */
        get: operations["api_v1_session"];
        put?: never;
        /**
         * Sign in
         * @description Sets the cookie. 401 where user or password is wrong; 429 with Retry-After where too many were tried.
         */
        post: operations["post_api_v1_session"];
        /**
         * Sign out
         * @description The session ends, here and wherever its cookie was copied to.
         */
        delete: operations["delete_api_v1_session"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/statement": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The uptime statement of a contract's period
         * @description With `edition` word for word as it was issued, else as it would be issued now. Each line adds up to the totals, in both readings, to the millisecond times its weight.
         */
        get: operations["api_v1_statement"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/statements": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Periods and where their statements stand
         * @description All that have begun, newest first; of an issued one the figures of its last edition.
         */
        get: operations["api_v1_statements"];
        put?: never;
        /**
         * Issue a statement
         * @description It is kept as it is; what changes later makes a new edition.
         */
        post: operations["post_api_v1_statements"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/states": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Share of each state
         * @description Seconds and share of each state in [from, to); where nothing is said, the last 24 hours.
         */
        get: operations["api_v1_states"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/status": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What each device does now
         * @description One row per configured device.
         */
        get: operations["api_v1_status"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/timeline": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * A device's time
         * @description Intervals, exams and faults that touch [from, to), or time in each state by buckets where more than `most` intervals lie in it.
         */
        get: operations["api_v1_timeline"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tokens": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Make an API token
         * @description For a program, in a user's name: Authorization: Bearer and the token. It is shown this once.
         */
        post: operations["post_api_v1_tokens"];
        /**
         * Remove an API token
         * @description It is worth nothing from then on.
         */
        delete: operations["delete_api_v1_tokens"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/unexplained": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Down and limited time without a cause
         * @description In covered hours of periods without an issued statement, newest first.
         */
        get: operations["api_v1_unexplained"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/uptime": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Uptime of each contract, device and period
         * @description Every period that the local days `from` and `to` touch, uncut; all that have begun where neither is given.
         */
        get: operations["api_v1_uptime"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/users": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Users and their tokens
         * @description Never a password or a token itself.
         */
        get: operations["api_v1_users"];
        put?: never;
        /**
         * Add a user
         * @description Answers with all users.
         */
        post: operations["post_api_v1_users"];
        /**
         * Remove a user
         * @description All their sessions end, and their tokens go. Not the last administrator.
         */
        delete: operations["delete_api_v1_users"];
        options?: never;
        head?: never;
        /**
         * Change a user's role or password
         * @description All their sessions end. Answers with all users.
         */
        patch: operations["patch_api_v1_users"];
        trace?: never;
    };
    "/healthz": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Whether the collector is alive
         * @description 200 while the ingest loop turns, 503 when it has not turned for 15 s.
         */
        get: operations["healthz"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/metrics": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Figures for Prometheus
         * @description Prometheus's text format. Counters begin with the collector's start.
         */
        get: operations["metrics"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/readyz": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Whether the collector may serve
         * @description 200 while the store is open and the broker connected, else 503 with the reason.
         */
        get: operations["readyz"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        began: {
            epoch: string;
            node: string;
            seq: number;
        };
        claim: {
            amount: string;
            /** Format: date-time */
            at: string;
            by: string;
            currency: string;
            digest: string;
            epoch: string;
            log_row: number;
            node: string;
            note: string | null;
            /** Format: date */
            on: string;
            /** @enum {unknown} */
            outcome: "accepted" | "contested" | null;
            reference: string | null;
            seq: number;
            /** @enum {unknown} */
            step: "claimed" | "answered" | "paid";
            times: components["schemas"]["vendor_time"][];
        };
        contract_row: {
            allowance_ms: number | null;
            best_percent: string | null;
            /** Format: date-time */
            breaks_at: string | null;
            /** Format: date-time */
            broke_at: string | null;
            contract: string;
            covered_ms: number;
            covered_whole_ms: number;
            credit_so_far: string;
            currency: string;
            days: components["schemas"]["day"][];
            device: string;
            ends: components["schemas"]["ends"] | null;
            /** @enum {unknown} */
            ends_why: "too_few_losses" | null;
            excluded_ms: number;
            fault: components["schemas"]["open_fault"] | null;
            guaranteed_percent: string | null;
            left_ms: number | null;
            losses: number;
            lost_ms: number;
            modality: string;
            now: components["schemas"]["now"];
            period: {
                /** Format: date */
                from: string;
                /** @enum {unknown} */
                length: "month" | "quarter" | "year";
                /** Format: date */
                to: string;
            };
            planned_ahead_ms: number;
            planned_ms: number;
            /** @enum {unknown} */
            standing: "broken" | "at_risk" | "on_course";
            title: string;
            unknown_ms: number;
            uptime_percent: string | null;
            vendor: string;
            worst_percent: string | null;
        };
        correction: {
            /** Format: date-time */
            at: string;
            by: string;
            /** @enum {unknown} */
            cause: "equipment" | "accessory" | "facility" | "it" | "user" | "consumable" | "third_party" | "access" | "unexplained" | null;
            digest: string;
            epoch: string;
            /** Format: date-time */
            from: string;
            log_row: number;
            node: string;
            /** @enum {unknown} */
            reading: "explained" | "reclassified" | "disputed" | "restored";
            reason: string;
            seq: number;
            /** @enum {unknown} */
            state: "in_use" | "ready" | "limited" | "quality_control" | "planned_down" | "down" | "closed" | "unknown" | null;
            /** Format: date-time */
            to: string;
        };
        day: {
            covered_ms: number;
            /** Format: date */
            day: string;
            down_ms: number;
            limited_ms: number;
            planned_ms: number;
            unknown_ms: number;
        };
        device: {
            /** Format: date-time */
            as_of?: string;
            contracts: components["schemas"]["contract_row"][];
            device: string;
            exam: components["schemas"]["running_exam"] | null;
            faults_closed: components["schemas"]["fault"][];
            faults_open: components["schemas"]["fault"][];
            /** Format: date */
            installed: string | null;
            manufacturer: string | null;
            modality: string | null;
            model: string | null;
            node: string | null;
            now: components["schemas"]["now"];
            reliability: components["schemas"]["reliability"] | null;
            room: string | null;
            serial: string | null;
            title: string;
            today: {
                exams_done: number;
                running: number;
            };
        };
        edition: {
            /** Format: date-time */
            at: string;
            by: string;
            credit: string | null;
            digest: string;
            edition: number;
            uptime_percent: string | null;
        };
        ends: {
            failures: number;
            high_percent: string;
            low_percent: string;
            median_percent: string;
            repair_ms: number | null;
            stretches: number;
            worse: number;
        };
        evidence: {
            digest: string;
            epoch: string;
            log_row: number;
            node: string;
            seq: number;
            /** Format: date-time */
            t: string;
            type: string;
            what: string;
        };
        evidence_list: {
            events: components["schemas"]["evidence"][];
        };
        fault: {
            /** Format: date-time */
            acknowledged: string | null;
            /** Format: date-time */
            called: string | null;
            /** @enum {unknown} */
            cause: "equipment" | "accessory" | "facility" | "it" | "user" | "consumable" | "third_party" | "access" | "unexplained" | null;
            /** Format: date-time */
            closed: string | null;
            code: string;
            down_ms?: number;
            /** @enum {unknown} */
            effect: "down" | "limited" | "none";
            fault: string;
            note: string | null;
            /** Format: date-time */
            on_site: string | null;
            /** Format: date-time */
            released: string | null;
            /** Format: date-time */
            repaired: string | null;
            /** Format: date-time */
            reported: string;
            source: string | null;
        };
        fleet: {
            /** Format: date-time */
            as_of: string;
            counts: {
                closed: number;
                down: number;
                in_use: number;
                limited: number;
                planned_down: number;
                quality_control: number;
                ready: number;
                unknown: number;
            };
            credit_so_far: {
                amount: string;
                currency: string;
            }[];
            /** Format: date-time */
            log_to: string | null;
            rows: components["schemas"]["contract_row"][];
            uncovered: {
                device: string;
                fault: components["schemas"]["open_fault"] | null;
                modality: string;
                now: components["schemas"]["now"];
                title: string;
            }[];
            unexplained: number;
        };
        interval: {
            began: components["schemas"]["began"] | null;
            /** @enum {unknown} */
            cause: "equipment" | "accessory" | "facility" | "it" | "user" | "consumable" | "third_party" | "access" | "unexplained" | null;
            corrected: components["schemas"]["interval_read"] | null;
            exam: string | null;
            /** Format: date-time */
            from: string;
            /** @enum {unknown} */
            grade: "A" | "B" | "C" | "D" | null;
            reason: string | null;
            source: string | null;
            /** @enum {unknown} */
            state: "in_use" | "ready" | "limited" | "quality_control" | "planned_down" | "down" | "closed" | "unknown";
            /** Format: date-time */
            to: string | null;
        };
        interval_read: {
            /** @enum {unknown} */
            cause: "equipment" | "accessory" | "facility" | "it" | "user" | "consumable" | "third_party" | "access" | "unexplained" | null;
            /** @enum {unknown} */
            reading: "explained" | "reclassified" | "disputed" | "restored";
            /** @enum {unknown} */
            state: "in_use" | "ready" | "limited" | "quality_control" | "planned_down" | "down" | "closed" | "unknown" | null;
        };
        issue: {
            /** Format: date-time */
            at: string;
            by: string;
            digest: string;
            log_row: number;
        };
        line: {
            /** @enum {unknown} */
            cause: "equipment" | "accessory" | "facility" | "it" | "user" | "consumable" | "third_party" | "access" | "unexplained" | null;
            corrected_ms: number | null;
            corrections: components["schemas"]["correction"][];
            counted_ms: number;
            covered_ms: number;
            declared_by: string | null;
            events: components["schemas"]["evidence"][];
            fault: string | null;
            /** Format: date-time */
            from: string;
            /** @enum {unknown} */
            grade: "A" | "B" | "C" | "D" | null;
            lasted_ms: number;
            lasts: boolean;
            /** @enum {unknown} */
            part: "planned" | "unknown" | "excluded" | "down" | "limited";
            pieces: {
                /** Format: date-time */
                from: string;
                /** Format: date-time */
                to: string;
            }[];
            /** @enum {unknown} */
            reading: "explained" | "reclassified" | "disputed" | "restored" | null;
            reason: string | null;
            /** @enum {unknown} */
            recorded_cause: "equipment" | "accessory" | "facility" | "it" | "user" | "consumable" | "third_party" | "access" | "unexplained" | null;
            recorded_ms: number | null;
            /** @enum {unknown} */
            recorded_state: "in_use" | "ready" | "limited" | "quality_control" | "planned_down" | "down" | "closed" | "unknown";
            repair_ms: number | null;
            response: components["schemas"]["response"] | null;
            /** @enum {unknown} */
            rule: "too_short" | "before_call" | "until_release" | null;
            source: string | null;
            /** @enum {unknown} */
            state: "in_use" | "ready" | "limited" | "quality_control" | "planned_down" | "down" | "closed" | "unknown";
            /** Format: date-time */
            to: string;
            until_recorded: boolean;
            weight: string;
        };
        now: {
            /** @enum {unknown} */
            cause: "equipment" | "accessory" | "facility" | "it" | "user" | "consumable" | "third_party" | "access" | "unexplained" | null;
            /** @enum {unknown} */
            grade: "A" | "B" | "C" | "D" | null;
            reason: string | null;
            /** Format: date-time */
            since: string | null;
            /** @enum {unknown} */
            state: "in_use" | "ready" | "limited" | "quality_control" | "planned_down" | "down" | "closed" | "unknown";
            /** Format: date-time */
            until: string | null;
        };
        open_fault: {
            /** Format: date-time */
            acknowledged: string | null;
            /** Format: date-time */
            called: string | null;
            code: string;
            /** @enum {unknown} */
            effect: "down" | "limited" | "none";
            fault: string;
            /** Format: date-time */
            on_site: string | null;
            /** Format: date-time */
            reported: string;
        };
        /** @description RFC 9457; detail says how to mend it */
        problem: {
            detail: string;
            instance?: string;
            status: number;
            title: string;
            type: string;
        };
        reliability: {
            days: number;
            failures: number;
            mtbf_covered_ms: number | null;
            mtbf_high_ms: number | null;
            mtbf_low_ms: number | null;
            n: number;
            repair_p50_ms: number | null;
            repair_p90_ms: number | null;
        };
        response: {
            /** Format: date-time */
            called: string | null;
            covered_ms: number | null;
            kept: boolean | null;
            /** Format: date-time */
            on_site: string | null;
            promised_ms: number | null;
        };
        running_exam: {
            n: number;
            p50_s: number | null;
            p90_s: number | null;
            procedure: string | null;
            /** Format: date-time */
            started: string;
        };
        statement: {
            changed_since_issue: boolean;
            claims: components["schemas"]["claim"][];
            contract: components["schemas"]["terms"];
            corrected: components["schemas"]["totals"];
            device: {
                manufacturer: string;
                model: string;
                name: string;
                serial: string;
                title: string;
            };
            edition: number | null;
            editions: components["schemas"]["edition"][];
            figures: string;
            issued: components["schemas"]["issue"] | null;
            lines: components["schemas"]["line"][];
            log_row: number | null;
            /** Format: date-time */
            log_to: string | null;
            period: {
                ended: boolean;
                /** Format: date */
                from: string;
                /** Format: date */
                to: string;
            };
            recorded: components["schemas"]["totals"];
            site: string;
            /** @enum {unknown} */
            state: "draft" | "issued" | "claimed" | "accepted" | "contested" | "paid";
            statement: string | null;
            tzdata: string;
        };
        statement_row: {
            changed_since_issue: boolean;
            contract: string;
            credit: string | null;
            currency: string;
            device: string;
            edition: number | null;
            ended: boolean;
            guaranteed_percent: string | null;
            margin_ms: number | null;
            /** Format: date */
            period_from: string;
            /** Format: date */
            period_to: string;
            /** @enum {unknown} */
            state: "draft" | "issued" | "claimed" | "accepted" | "contested" | "paid";
            uptime_percent: string | null;
        };
        terms: {
            allowed_lost_hours: string | null;
            annual_price: string;
            covered: {
                [key: string]: string[];
            };
            credit: {
                below_percent: string;
                credit_percent: string;
            }[];
            credit_cap_percent: string;
            credit_per_hour: string;
            currency: string;
            digest: string;
            /** Format: date */
            ends: string;
            excluded_causes: ("equipment" | "accessory" | "facility" | "it" | "user" | "consumable" | "third_party" | "access" | "unexplained")[];
            guaranteed_percent: string | null;
            holidays: string[];
            limited_weight: string;
            minimum_outage_minutes: number;
            name: string;
            /** @enum {unknown} */
            outage_ends: "repaired" | "released";
            /** @enum {unknown} */
            outage_starts: "observed" | "reported";
            /** @enum {unknown} */
            period: "month" | "quarter" | "year";
            /** @enum {unknown} */
            planned_down: "excluded" | "lost" | "up";
            response_hours: string | null;
            /** Format: date */
            starts: string;
            terms: string[];
            /** @enum {unknown} */
            unknown: "excluded" | "up" | "down";
            vendor: string;
            version: number;
            zone: string;
        };
        timeline: {
            buckets: {
                /** Format: date-time */
                from: string;
                ms: {
                    [key: string]: number;
                };
                /** Format: date-time */
                to: string;
            }[];
            covered?: {
                /** Format: date-time */
                from: string;
                /** Format: date-time */
                to: string;
            }[];
            device: string;
            exams: {
                /** Format: date-time */
                ended: string | null;
                exam: string;
                procedure: string | null;
                /** Format: date-time */
                started: string;
                status: string;
                subject: string | null;
            }[];
            faults: {
                /** Format: date-time */
                closed: string | null;
                code: string;
                /** @enum {unknown} */
                effect: "down" | "limited" | "none";
                fault: string;
                /** Format: date-time */
                reported: string;
            }[];
            /** Format: date-time */
            from: string;
            intervals: components["schemas"]["interval"][];
            /** @enum {unknown} */
            kind: "intervals" | "buckets";
            /** Format: date-time */
            known_to: string | null;
            /** Format: date-time */
            to: string;
        };
        totals: {
            allowance_ms: number | null;
            best_percent: string | null;
            calendar_ms: number;
            covered_ms: number;
            credit: string | null;
            days: number;
            days_of_year: number;
            down_ms: number;
            excluded_ms: number;
            hourly_credit: string | null;
            limited_lost_ms: number;
            limited_ms: number;
            lost_ms: number;
            margin_ms: number | null;
            planned_lost_ms: number;
            planned_ms: number;
            price: string;
            step_credit: string | null;
            unknown_lost_ms: number;
            unknown_ms: number;
            uptime_percent: string | null;
            worst_percent: string | null;
        };
        unexplained: {
            contract: string;
            covered_ms: number;
            device: string;
            /** Format: date-time */
            from: string;
            lost_ms: number;
            /** Format: date */
            period_from: string;
            reason: string | null;
            /** @enum {unknown} */
            state: "in_use" | "ready" | "limited" | "quality_control" | "planned_down" | "down" | "closed" | "unknown";
            /** Format: date-time */
            to: string | null;
        };
        uptime_row: {
            best_percent: string | null;
            contract: string;
            covered_ms: number;
            credit: string | null;
            currency: string;
            device: string;
            excluded_ms: number;
            guaranteed_percent: string | null;
            lost_ms: number;
            margin_ms: number | null;
            /** Format: date */
            period_from: string;
            /** Format: date */
            period_to: string;
            planned_ms: number;
            unknown_ms: number;
            uptime_percent: string | null;
            worst_percent: string | null;
        };
        vendor_time: {
            /** Format: date-time */
            from: string;
            from_difference_ms: number | null;
            length_difference_ms: number;
            /** Format: date-time */
            to: string;
            to_difference_ms: number | null;
            /** Format: date-time */
            vendor_from: string | null;
            /** Format: date-time */
            vendor_to: string | null;
        };
    };
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    post_api_v1_claims: {
        parameters: {
            query?: never;
            header?: {
                /** @description with a session's cookie: the csrf of GET /api/v1/session */
                "X-CSRF-Token"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description e.g. 305.75; claimed, accepted or paid */
                    amount: string;
                    /** @description the contract's where nothing is said */
                    currency?: string | null;
                    /** @description free words */
                    note?: string | null;
                    /** @description local day */
                    on: string;
                    /**
                     * @description of answered
                     * @enum {string|null}
                     */
                    outcome?: "accepted" | "contested" | null;
                    /** @description the vendor's or the bank's */
                    reference?: string | null;
                    /** @description an issued one, with its edition */
                    statement: string;
                    /**
                     * @description in this order
                     * @enum {string}
                     */
                    step: "claimed" | "answered" | "paid";
                    /** @description of a contested answer: lines' from and to with the vendor's vendor_from and vendor_to, left out where it was not down at all */
                    times?: unknown[] | null;
                };
            };
        };
        responses: {
            /** @description Take a step of a claim */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        digest: string;
                        epoch: string;
                        node: string;
                        seq: number;
                    };
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["problem"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["problem"];
                };
            };
            /** @description Content Too Large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["problem"];
                };
            };
            /** @description Unsupported Media Type */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["problem"];
                };
            };
            /** @description Service Unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["problem"];
                };
            };
        };
    };
    post_api_v1_corrections: {
        parameters: {
            query?: never;
            header?: {
                /** @description with a session's cookie: the csrf of GET /api/v1/session */
                "X-CSRF-Token"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /**
                     * @description of explained, and of reclassified as down or limited
                     * @enum {string|null}
                     */
                    cause?: "equipment" | "accessory" | "facility" | "it" | "user" | "consumable" | "third_party" | "access" | "unexplained" | null;
                    /** @description a device's name */
                    device: string;
                    /** @description RFC 3339 */
                    from: string;
                    /**
                     * @description explained: with a cause; reclassified: as another state; disputed: noted, changes no number; restored: as it was recorded
                     * @enum {string}
                     */
                    reading: "explained" | "reclassified" | "disputed" | "restored";
                    /** @description why; stands in the statement */
                    reason: string;
                    /**
                     * @description of reclassified
                     * @enum {string|null}
                     */
                    state?: "in_use" | "ready" | "limited" | "quality_control" | "planned_down" | "down" | "closed" | "unknown" | null;
                    /** @description RFC 3339; not in the future */
                    to: string;
                };
            };
        };
        responses: {
            /** @description Say how recorded time is to be read */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        digest: string;
                        epoch: string;
                        node: string;
                        seq: number;
                    };
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["problem"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["problem"];
                };
            };
            /** @description Content Too Large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["problem"];
                };
            };
            /** @description Unsupported Media Type */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["problem"];
                };
            };
            /** @description Service Unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["problem"];
                };
            };
        };
    };
    post_api_v1_declarations: {
        parameters: {
            query?: never;
            header?: {
                /** @description with a session's cookie: the csrf of GET /api/v1/session */
                "X-CSRF-Token"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /**
                     * @description unexplained where nothing is said
                     * @enum {string|null}
                     */
                    cause?: "equipment" | "accessory" | "facility" | "it" | "user" | "consumable" | "third_party" | "access" | "unexplained" | null;
                    /** @description its name */
                    device: string;
                    /** @description RFC 3339; now where nothing is said */
                    from?: string | null;
                    /** @description in a few words; no patient's */
                    note?: string | null;
                    /**
                     * @description what it is from then on
                     * @enum {string}
                     */
                    state: "ready" | "limited" | "quality_control" | "planned_down" | "down";
                    /** @description RFC 3339; of planned_down */
                    until?: string | null;
                };
            };
        };
        responses: {
            /** @description Declare a device's state */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        digest: string;
                        epoch: string;
                        node: string;
                        seq: number;
                    };
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["problem"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["problem"];
                };
            };
            /** @description Content Too Large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["problem"];
                };
            };
            /** @description Unsupported Media Type */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["problem"];
                };
            };
            /** @description Service Unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["problem"];
                };
            };
        };
    };
    api_v1_device: {
        parameters: {
            query: {
                /** @description which one */
                device: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A device */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["device"];
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["problem"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["problem"];
                };
            };
            /** @description Service Unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["problem"];
                };
            };
        };
    };
    api_v1_events: {
        parameters: {
            query?: {
                /** @description as the Link header of the page before gave it */
                after?: number;
                /** @description only this device */
                device?: string;
                /** @description json where nothing is said */
                format?: "json" | "csv";
                /** @description RFC 3339, or a local day such as 2026-11-24: its beginning. It belongs to the report. */
                from?: string;
                /** @description most events of a page */
                limit?: number;
                /** @description RFC 3339, or a local day such as 2026-11-24: its end. It does not belong to the report. */
                to?: string;
                /** @description only this event type; without its dot all of a family, such as fault */
                type?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The log of events */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: Record<string, never> | null;
                        device: string | null;
                        digest: string | null;
                        epoch: string | null;
                        node: string | null;
                        /** Format: date-time */
                        received: string | null;
                        seq: number;
                        /** Format: date-time */
                        t: string | null;
                        type: string | null;
                    }[];
                    "text/csv; charset=utf-8; header=present": string;
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["problem"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["problem"];
                };
            };
            /** @description Service Unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["problem"];
                };
            };
        };
    };
    api_v1_evidence: {
        parameters: {
            query: {
                /** @description a device's name */
                device: string;
                /** @description RFC 3339 or a local day */
                from: string;
                /** @description RFC 3339, or a local day: its end */
                to: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What was said of a device */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["evidence_list"];
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["problem"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["problem"];
                };
            };
            /** @description Service Unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["problem"];
                };
            };
        };
    };
    api_v1_exams: {
        parameters: {
            query?: {
                /** @description only this device */
                device?: string;
                /** @description json where nothing is said */
                format?: "json" | "csv";
                /** @description RFC 3339, or a local day such as 2026-11-24: its beginning. It belongs to the report. */
                from?: string;
                /** @description RFC 3339, or a local day such as 2026-11-24: its end. It does not belong to the report. */
                to?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Exams */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: date-time */
                        arrived: string | null;
                        device: string | null;
                        /** Format: date-time */
                        ended: string | null;
                        /** Format: date-time */
                        ended_seen: string | null;
                        exam: string | null;
                        /** Format: date-time */
                        images_complete: string | null;
                        /** Format: date-time */
                        in_room: string | null;
                        inferred: boolean;
                        /** Format: date-time */
                        left_room: string | null;
                        modality: string | null;
                        /** Format: date-time */
                        ordered: string | null;
                        orders: string[];
                        procedure: string | null;
                        reason: string | null;
                        /** Format: date-time */
                        reported: string | null;
                        /** Format: date-time */
                        scheduled: string | null;
                        /** Format: date-time */
                        signed: string | null;
                        /** Format: date-time */
                        started: string | null;
                        /** Format: date-time */
                        started_seen: string | null;
                        status: string | null;
                        study: string | null;
                        subject: string | null;
                    }[];
                    "text/csv; charset=utf-8; header=present": string;
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["problem"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["problem"];
                };
            };
            /** @description Service Unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["problem"];
                };
            };
        };
    };
    post_api_v1_fault_steps: {
        parameters: {
            query?: never;
            header?: {
                /** @description with a session's cookie: the csrf of GET /api/v1/session */
                "X-CSRF-Token"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description RFC 3339; now where nothing is said */
                    at?: string | null;
                    /** @description its name */
                    device: string;
                    /** @description as it is called */
                    fault: string;
                    /** @description the vendor's number of the call */
                    reference?: string | null;
                    /**
                     * @description what happened
                     * @enum {string}
                     */
                    step: "called" | "acknowledged" | "on_site" | "repaired" | "released";
                    /** @description who was called */
                    vendor?: string | null;
                };
            };
        };
        responses: {
            /** @description Say what happened to a fault */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        digest: string;
                        epoch: string;
                        node: string;
                        seq: number;
                    };
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["problem"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["problem"];
                };
            };
            /** @description Content Too Large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["problem"];
                };
            };
            /** @description Unsupported Media Type */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["problem"];
                };
            };
            /** @description Service Unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["problem"];
                };
            };
        };
    };
    post_api_v1_faults: {
        parameters: {
            query?: never;
            header?: {
                /** @description with a session's cookie: the csrf of GET /api/v1/session */
                "X-CSRF-Token"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /**
                     * @description unexplained where nothing is said
                     * @enum {string|null}
                     */
                    cause?: "equipment" | "accessory" | "facility" | "it" | "user" | "consumable" | "third_party" | "access" | "unexplained" | null;
                    /** @description one word, e.g. "cooling" */
                    code: string;
                    /** @description its name */
                    device: string;
                    /**
                     * @description what it does to the device
                     * @enum {string}
                     */
                    effect: "down" | "limited" | "none";
                };
            };
        };
        responses: {
            /** @description Report a fault */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        digest: string;
                        epoch: string;
                        fault: string;
                        node: string;
                        seq: number;
                    };
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["problem"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["problem"];
                };
            };
            /** @description Content Too Large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["problem"];
                };
            };
            /** @description Unsupported Media Type */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["problem"];
                };
            };
            /** @description Service Unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["problem"];
                };
            };
        };
    };
    api_v1_fleet: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The fleet against its contracts */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["fleet"];
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["problem"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["problem"];
                };
            };
            /** @description Service Unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["problem"];
                };
            };
        };
    };
    api_v1_intervals: {
        parameters: {
            query?: {
                /** @description only this device */
                device?: string;
                /** @description json where nothing is said */
                format?: "json" | "csv";
                /** @description RFC 3339, or a local day such as 2026-11-24: its beginning. It belongs to the report. */
                from?: string;
                /** @description RFC 3339, or a local day such as 2026-11-24: its end. It does not belong to the report. */
                to?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description State intervals */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        cause: string | null;
                        device: string | null;
                        exam: string | null;
                        /** Format: date-time */
                        from: string | null;
                        /** @enum {string} */
                        grade: "A" | "B" | "C" | "D";
                        reason: string | null;
                        source: string | null;
                        /** @enum {string} */
                        state: "in_use" | "ready" | "limited" | "quality_control" | "planned_down" | "down" | "closed" | "unknown";
                        /** Format: date-time */
                        to: string | null;
                    }[];
                    "text/csv; charset=utf-8; header=present": string;
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["problem"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["problem"];
                };
            };
            /** @description Service Unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["problem"];
                };
            };
        };
    };
    api_v1_live: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What changes, as it happens */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/event-stream": string;
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["problem"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["problem"];
                };
            };
            /** @description Service Unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["problem"];
                };
            };
        };
    };
    api_v1_openapi_json: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description This description */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": Record<string, never>;
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["problem"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["problem"];
                };
            };
        };
    };
    post_api_v1_password: {
        parameters: {
            query?: never;
            header?: {
                /** @description with a session's cookie: the csrf of GET /api/v1/session */
                "X-CSRF-Token"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description 12 to 256 characters, none of the most used ones */
                    new: string;
                    /** @description the present one */
                    old: string;
                };
            };
        };
        responses: {
            /** @description Change one's own password */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        csrf?: string;
                        /** @enum {unknown} */
                        role?: "technologist" | "biomed" | "director" | "administrator";
                        signed_in: boolean;
                        title: string;
                        user?: string;
                        users: boolean;
                        version: string;
                        zone: string;
                    };
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["problem"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["problem"];
                };
            };
            /** @description Content Too Large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["problem"];
                };
            };
            /** @description Unsupported Media Type */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["problem"];
                };
            };
            /** @description Too Many Requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["problem"];
                };
            };
            /** @description Service Unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["problem"];
                };
            };
        };
    };
    api_v1_session: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Who is signed in */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        csrf?: string;
                        /** @enum {unknown} */
                        role?: "technologist" | "biomed" | "director" | "administrator";
                        signed_in: boolean;
                        title: string;
                        user?: string;
                        users: boolean;
                        version: string;
                        zone: string;
                    };
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["problem"];
                };
            };
        };
    };
    post_api_v1_session: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description theirs */
                    password: string;
                    /** @description their name */
                    user: string;
                };
            };
        };
        responses: {
            /** @description Sign in */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        csrf?: string;
                        /** @enum {unknown} */
                        role?: "technologist" | "biomed" | "director" | "administrator";
                        signed_in: boolean;
                        title: string;
                        user?: string;
                        users: boolean;
                        version: string;
                        zone: string;
                    };
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["problem"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["problem"];
                };
            };
            /** @description Content Too Large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["problem"];
                };
            };
            /** @description Unsupported Media Type */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["problem"];
                };
            };
            /** @description Too Many Requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["problem"];
                };
            };
            /** @description Service Unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["problem"];
                };
            };
        };
    };
    delete_api_v1_session: {
        parameters: {
            query?: never;
            header?: {
                /** @description with a session's cookie: the csrf of GET /api/v1/session */
                "X-CSRF-Token"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Sign out */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        csrf?: string;
                        /** @enum {unknown} */
                        role?: "technologist" | "biomed" | "director" | "administrator";
                        signed_in: boolean;
                        title: string;
                        user?: string;
                        users: boolean;
                        version: string;
                        zone: string;
                    };
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["problem"];
                };
            };
        };
    };
    api_v1_statement: {
        parameters: {
            query: {
                /** @description its name */
                contract: string;
                /** @description one of the contract's */
                device: string;
                /** @description an issued one; the draft of now where nothing is said */
                edition?: number;
                /** @description json where nothing is said */
                format?: "json" | "csv" | "pdf";
                /** @description the period's first local day, e.g. 2026-10-01 */
                period_from: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The uptime statement of a contract's period */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["statement"];
                    "application/pdf": string;
                    "text/csv; charset=utf-8; header=present": string;
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["problem"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["problem"];
                };
            };
            /** @description Service Unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["problem"];
                };
            };
        };
    };
    api_v1_statements: {
        parameters: {
            query?: {
                /** @description only this contract */
                contract?: string;
                /** @description only this device */
                device?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Periods and where their statements stand */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["statement_row"][];
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["problem"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["problem"];
                };
            };
            /** @description Service Unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["problem"];
                };
            };
        };
    };
    post_api_v1_statements: {
        parameters: {
            query?: never;
            header?: {
                /** @description with a session's cookie: the csrf of GET /api/v1/session */
                "X-CSRF-Token"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description its name */
                    contract: string;
                    /** @description one of the contract's */
                    device: string;
                    /** @description the period's first local day, e.g. 2026-10-01 */
                    period_from: string;
                };
            };
        };
        responses: {
            /** @description Issue a statement */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        digest: string;
                        edition: number;
                        epoch: string;
                        node: string;
                        seq: number;
                        statement: string;
                    };
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["problem"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["problem"];
                };
            };
            /** @description Content Too Large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["problem"];
                };
            };
            /** @description Unsupported Media Type */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["problem"];
                };
            };
            /** @description Service Unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["problem"];
                };
            };
        };
    };
    api_v1_states: {
        parameters: {
            query?: {
                /** @description only this device */
                device?: string;
                /** @description json where nothing is said */
                format?: "json" | "csv";
                /** @description RFC 3339, or a local day such as 2026-11-24: its beginning. It belongs to the report. */
                from?: string;
                /** @description RFC 3339, or a local day such as 2026-11-24: its end. It does not belong to the report. */
                to?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Share of each state */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        device: string | null;
                        seconds: number;
                        share: number;
                        /** @enum {string} */
                        state: "in_use" | "ready" | "limited" | "quality_control" | "planned_down" | "down" | "closed" | "unknown";
                    }[];
                    "text/csv; charset=utf-8; header=present": string;
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["problem"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["problem"];
                };
            };
            /** @description Service Unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["problem"];
                };
            };
        };
    };
    api_v1_status: {
        parameters: {
            query?: {
                /** @description only this device */
                device?: string;
                /** @description json where nothing is said */
                format?: "json" | "csv";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What each device does now */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        cause: string | null;
                        device: string | null;
                        exam: string | null;
                        /** Format: date-time */
                        exam_started: string | null;
                        /** @enum {string} */
                        grade: "A" | "B" | "C" | "D";
                        modality: string | null;
                        node: string | null;
                        /** Format: date-time */
                        observed: string | null;
                        reason: string | null;
                        room: string | null;
                        /** Format: date-time */
                        since: string | null;
                        /** @enum {string} */
                        state: "in_use" | "ready" | "limited" | "quality_control" | "planned_down" | "down" | "closed" | "unknown";
                        title: string | null;
                    }[];
                    "text/csv; charset=utf-8; header=present": string;
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["problem"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["problem"];
                };
            };
            /** @description Service Unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["problem"];
                };
            };
        };
    };
    api_v1_timeline: {
        parameters: {
            query: {
                /** @description which one */
                device: string;
                /** @description RFC 3339, or a local day: its beginning */
                from: string;
                /** @description intervals, or buckets, of the answer */
                most?: number;
                /** @description RFC 3339, or a local day: its end */
                to: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A device's time */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["timeline"];
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["problem"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["problem"];
                };
            };
            /** @description Service Unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["problem"];
                };
            };
        };
    };
    post_api_v1_tokens: {
        parameters: {
            query?: never;
            header?: {
                /** @description with a session's cookie: the csrf of GET /api/v1/session */
                "X-CSRF-Token"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description what it is for */
                    name: string;
                    /**
                     * @description technologist where nothing is said; no more than the user's own
                     * @enum {string|null}
                     */
                    role?: "technologist" | "biomed" | "director" | "administrator" | null;
                    /** @description 1 to 32 of a-z, 0-9, '.', '_' and '-' */
                    user: string;
                };
            };
        };
        responses: {
            /** @description Make an API token */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        id: number;
                        token: string;
                    };
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["problem"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["problem"];
                };
            };
            /** @description Content Too Large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["problem"];
                };
            };
            /** @description Unsupported Media Type */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["problem"];
                };
            };
            /** @description Service Unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["problem"];
                };
            };
        };
    };
    delete_api_v1_tokens: {
        parameters: {
            query: {
                /** @description the token's */
                id: number;
            };
            header?: {
                /** @description with a session's cookie: the csrf of GET /api/v1/session */
                "X-CSRF-Token"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Remove an API token */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: date-time */
                        created: string | null;
                        /** Format: date-time */
                        last_signed_in: string | null;
                        /** @enum {unknown} */
                        role: "technologist" | "biomed" | "director" | "administrator";
                        tokens: {
                            /** Format: date-time */
                            created: string | null;
                            id: number;
                            /** Format: date-time */
                            last_used: string | null;
                            name: string;
                            /** @enum {unknown} */
                            role: "technologist" | "biomed" | "director" | "administrator";
                        }[];
                        user: string;
                    }[];
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["problem"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["problem"];
                };
            };
            /** @description Service Unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["problem"];
                };
            };
        };
    };
    api_v1_unexplained: {
        parameters: {
            query?: {
                /** @description only this contract */
                contract?: string;
                /** @description only this device */
                device?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Down and limited time without a cause */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["unexplained"][];
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["problem"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["problem"];
                };
            };
            /** @description Service Unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["problem"];
                };
            };
        };
    };
    api_v1_uptime: {
        parameters: {
            query?: {
                /** @description only this contract */
                contract?: string;
                /** @description only this device */
                device?: string;
                /** @description json where nothing is said */
                format?: "json" | "csv";
                /** @description a local day */
                from?: string;
                /** @description a local day, included */
                to?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Uptime of each contract, device and period */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["uptime_row"][];
                    "text/csv; charset=utf-8; header=present": string;
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["problem"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["problem"];
                };
            };
            /** @description Service Unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["problem"];
                };
            };
        };
    };
    api_v1_users: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Users and their tokens */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: date-time */
                        created: string | null;
                        /** Format: date-time */
                        last_signed_in: string | null;
                        /** @enum {unknown} */
                        role: "technologist" | "biomed" | "director" | "administrator";
                        tokens: {
                            /** Format: date-time */
                            created: string | null;
                            id: number;
                            /** Format: date-time */
                            last_used: string | null;
                            name: string;
                            /** @enum {unknown} */
                            role: "technologist" | "biomed" | "director" | "administrator";
                        }[];
                        user: string;
                    }[];
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["problem"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["problem"];
                };
            };
            /** @description Service Unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["problem"];
                };
            };
        };
    };
    post_api_v1_users: {
        parameters: {
            query?: never;
            header?: {
                /** @description with a session's cookie: the csrf of GET /api/v1/session */
                "X-CSRF-Token"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description 12 to 256 characters, none of the most used ones */
                    password: string;
                    /**
                     * @description what they may do
                     * @enum {string}
                     */
                    role: "technologist" | "biomed" | "director" | "administrator";
                    /** @description 1 to 32 of a-z, 0-9, '.', '_' and '-' */
                    user: string;
                };
            };
        };
        responses: {
            /** @description Add a user */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: date-time */
                        created: string | null;
                        /** Format: date-time */
                        last_signed_in: string | null;
                        /** @enum {unknown} */
                        role: "technologist" | "biomed" | "director" | "administrator";
                        tokens: {
                            /** Format: date-time */
                            created: string | null;
                            id: number;
                            /** Format: date-time */
                            last_used: string | null;
                            name: string;
                            /** @enum {unknown} */
                            role: "technologist" | "biomed" | "director" | "administrator";
                        }[];
                        user: string;
                    }[];
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["problem"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["problem"];
                };
            };
            /** @description Content Too Large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["problem"];
                };
            };
            /** @description Unsupported Media Type */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["problem"];
                };
            };
            /** @description Service Unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["problem"];
                };
            };
        };
    };
    delete_api_v1_users: {
        parameters: {
            query: {
                /** @description their name */
                user: string;
            };
            header?: {
                /** @description with a session's cookie: the csrf of GET /api/v1/session */
                "X-CSRF-Token"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Remove a user */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: date-time */
                        created: string | null;
                        /** Format: date-time */
                        last_signed_in: string | null;
                        /** @enum {unknown} */
                        role: "technologist" | "biomed" | "director" | "administrator";
                        tokens: {
                            /** Format: date-time */
                            created: string | null;
                            id: number;
                            /** Format: date-time */
                            last_used: string | null;
                            name: string;
                            /** @enum {unknown} */
                            role: "technologist" | "biomed" | "director" | "administrator";
                        }[];
                        user: string;
                    }[];
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["problem"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["problem"];
                };
            };
            /** @description Service Unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["problem"];
                };
            };
        };
    };
    patch_api_v1_users: {
        parameters: {
            query?: never;
            header?: {
                /** @description with a session's cookie: the csrf of GET /api/v1/session */
                "X-CSRF-Token"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description 12 to 256 characters, none of the most used ones */
                    password?: string | null;
                    /**
                     * @description what they may do
                     * @enum {string|null}
                     */
                    role?: "technologist" | "biomed" | "director" | "administrator" | null;
                    /** @description 1 to 32 of a-z, 0-9, '.', '_' and '-' */
                    user: string;
                };
            };
        };
        responses: {
            /** @description Change a user's role or password */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: date-time */
                        created: string | null;
                        /** Format: date-time */
                        last_signed_in: string | null;
                        /** @enum {unknown} */
                        role: "technologist" | "biomed" | "director" | "administrator";
                        tokens: {
                            /** Format: date-time */
                            created: string | null;
                            id: number;
                            /** Format: date-time */
                            last_used: string | null;
                            name: string;
                            /** @enum {unknown} */
                            role: "technologist" | "biomed" | "director" | "administrator";
                        }[];
                        user: string;
                    }[];
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["problem"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["problem"];
                };
            };
            /** @description Content Too Large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["problem"];
                };
            };
            /** @description Unsupported Media Type */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["problem"];
                };
            };
            /** @description Service Unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["problem"];
                };
            };
        };
    };
    healthz: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Whether the collector is alive */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": Record<string, never>;
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["problem"];
                };
            };
            /** @description Service Unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["problem"];
                };
            };
        };
    };
    metrics: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Figures for Prometheus */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/plain; version=0.0.4; charset=utf-8": string;
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["problem"];
                };
            };
            /** @description Service Unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["problem"];
                };
            };
        };
    };
    readyz: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Whether the collector may serve */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": Record<string, never>;
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["problem"];
                };
            };
            /** @description Service Unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["problem"];
                };
            };
        };
    };
}
