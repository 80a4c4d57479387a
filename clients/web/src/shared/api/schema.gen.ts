// Generated from clients/api/openapi.json by `npm run generate`. Do not edit.

export interface paths {
    "/api/auth/login": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Log In */
        post: operations["log_in"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/auth/logout": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Log Out */
        post: operations["log_out"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/auth/me": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Me */
        get: operations["me"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/candidate/{token}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Open Invitation */
        get: operations["open_invitation"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/candidate/{token}/accommodations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Wish Accommodations
         * @description Note what would help. The time boxes are set when the interview begins; typing and captions change at any time.
         */
        put: operations["wish_accommodations"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/candidate/{token}/consents": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Decide Consents
         * @description Store decisions. What is not allowed any more stops at once (law 1); the interview goes on as far as it may.
         */
        put: operations["decide_consents"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/candidate/{token}/human": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Ask Human
         * @description Ask for a person: before, during or after the interview.
         */
        post: operations["ask_human"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/candidate/{token}/offer": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Offer Call
         * @description Take a call. Refused before every matching consent is stored (law 1): not a packet is received until then.
         */
        post: operations["offer_call"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/candidate/{token}/practice-question": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Practice Question */
        get: operations["practice_question"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/candidate/{token}/practice-question/audio": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Practice Audio */
        get: operations["practice_audio"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/candidate/{token}/withdraw": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Withdraw
         * @description Take every consent back: capture stops at once, and nothing more is evaluated.
         */
        post: operations["withdraw"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/health": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Health */
        get: operations["health"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/interviews": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Interviews
         * @description Newest first; never sorted by score.
         */
        get: operations["list_interviews"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/interviews/{interview_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get Interview */
        get: operations["get_interview"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/interviews/{interview_id}/audio/{track}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get Audio */
        get: operations["get_audio"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/interviews/{interview_id}/decisions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Decide
         * @description Decide as the person signed in. Nobody is rejected by someone who opened no evidence (law 7).
         */
        post: operations["decide"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/interviews/{interview_id}/pace": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Change Pace
         * @description Let the interviewer of a running interview wait longer or shorter; acts at the candidate's next pause.
         */
        post: operations["change_pace"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/interviews/{interview_id}/views": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Open Evidence
         * @description Note that the signed-in person opened this quote, or the transcript.
         */
        post: operations["open_evidence"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/invitations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Invitations
         * @description Newest first, without their links: those were shown once.
         */
        get: operations["list_invitations"];
        put?: never;
        /**
         * Make Invitation
         * @description Make a link for one candidate. It is in this answer and nowhere else.
         */
        post: operations["make_invitation"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/operations/latency": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Reply Latency
         * @description The last turns' latency ledgers, added up; percentiles over all of them.
         */
        get: operations["reply_latency"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/packs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List Packs */
        get: operations["list_packs"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/packs/{pack_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get Pack */
        get: operations["get_pack"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/packs/lint": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Lint
         * @description Return every fault with its line; an empty list is a pack that can be used.
         */
        post: operations["lint"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/practice": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Practice Offer */
        get: operations["practice_offer"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/practice/spaces": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Open Practice Space
         * @description Open a space of one's own, where the operator allows everybody to.
         */
        post: operations["open_practice_space"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/practice/spaces/{space_token}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Open Practice */
        get: operations["open_practice"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/practice/spaces/{space_token}/sessions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Begin Practice */
        post: operations["begin_practice"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/practice/spaces/{space_token}/sessions/{session_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Practice Feedback */
        get: operations["practice_feedback"];
        put?: never;
        post?: never;
        /**
         * Delete Practice
         * @description Delete a session for good: sound, words and what was measured. Ends it first when it is going on.
         */
        delete: operations["delete_practice"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/practice/spaces/{space_token}/sessions/{session_id}/clip": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Own Clip
         * @description Return a moment of the candidate's own voice, also while the practice is going on.
         */
        get: operations["own_clip"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/ready": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Ready
         * @description Answer 503 until every model is loaded and the database answers.
         */
        get: operations["ready"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/roles": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Roles
         * @description Newest first.
         */
        get: operations["list_roles"];
        put?: never;
        /**
         * Make Role
         * @description Make a role from a shipped pack or from one's own; refused with every fault when the pack cannot be used.
         */
        post: operations["make_role"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/roles/{role_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get Role */
        get: operations["get_role"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/setup": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Set Up
         * @description Make the first administrator with the one-time token, and sign in.
         */
        post: operations["set_up"];
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
        /** AccommodationsView */
        AccommodationsView: {
            /** Captions */
            captions: boolean;
            /** Patience Factor */
            patience_factor: number;
            /** Slower Speech */
            slower_speech: boolean;
            /** Typed */
            typed: boolean;
        };
        /** AccommodationsWanted */
        AccommodationsWanted: {
            /**
             * Captions
             * @default true
             */
            captions?: boolean;
            /**
             * Patience Factor
             * @description 1, 1.5 or 2 times the time.
             * @default 1
             */
            patience_factor?: number;
            /**
             * Slower Speech
             * @default false
             */
            slower_speech?: boolean;
            /**
             * Typed
             * @default false
             */
            typed?: boolean;
        };
        /** AnswerView */
        AnswerView: {
            facts: components["schemas"]["FactsView"];
            /** Question */
            question: string;
            remark: components["schemas"]["RemarkView"] | null;
            /** Section */
            section: string;
            /** Turns */
            turns: components["schemas"]["MomentView"][];
        };
        /** BandCount */
        BandCount: {
            band: components["schemas"]["LatencyBand"];
            /** Turns */
            turns: number;
            /**
             * Up To Ms
             * @description None: everything above the band before.
             */
            up_to_ms: number | null;
        };
        /** Budget */
        Budget: {
            /** P50 Ms */
            p50_ms: number;
            /** P95 Ms */
            p95_ms: number;
        };
        /** CallAnswer */
        CallAnswer: {
            /** Sdp */
            sdp: string;
            /**
             * Type
             * @default answer
             * @constant
             */
            type?: "answer";
        };
        /**
         * CandidateView
         * @description All a candidate is told before, and everything their page needs to begin or go on.
         */
        CandidateView: {
            accommodations: components["schemas"]["AccommodationsView"];
            /** Candidate Name */
            candidate_name: string;
            /** Consents */
            consents: components["schemas"]["ConsentView"][];
            /** Contact Email */
            contact_email: string;
            /**
             * Ice Servers
             * @description What the browser needs to get its call through other networks; none on one machine or network.
             */
            ice_servers: components["schemas"]["IceServerView"][];
            /**
             * May Start
             * @description Everything is decided and a call would be taken.
             */
            may_start: boolean;
            /** Measured */
            measured: string[];
            /** Minutes */
            minutes: number;
            /**
             * Mode
             * @enum {string}
             */
            mode: "voice" | "typed" | "human";
            /** Organisation */
            organisation: string;
            /** Readers */
            readers: string[];
            /** Recording */
            recording: boolean;
            /** Retention */
            retention: components["schemas"]["RetentionView"][];
            /** Role Title */
            role_title: string;
            /** Sections */
            sections: components["schemas"]["SectionView"][];
            /** Session Id */
            session_id: string;
            /**
             * Status
             * @enum {string}
             */
            status: "open" | "in_progress" | "completed";
        };
        /**
         * Capability
         * @description The slots of the voice stack that providers fill.
         * @enum {string}
         */
        Capability: "speech_to_text" | "language_model" | "text_to_speech" | "realtime";
        /** CaptionMessage */
        CaptionMessage: {
            /** Final */
            final: boolean;
            /**
             * Id
             * @description The same id replaces.
             */
            id: string;
            speaker: components["schemas"]["Speaker"];
            /** Text */
            text: string;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "caption";
        };
        /** ConsentDecision */
        ConsentDecision: {
            /** Granted */
            granted: boolean;
            purpose: components["schemas"]["Purpose"];
            /**
             * Version
             * @description The version that was read: another one asks again.
             */
            version: string;
        };
        /** ConsentDecisions */
        ConsentDecisions: {
            /** Decisions */
            decisions: components["schemas"]["ConsentDecision"][];
        };
        /** ConsentRecordView */
        ConsentRecordView: {
            /**
             * At
             * Format: date-time
             */
            at: string;
            /** Granted */
            granted: boolean;
            /** Id */
            id: string;
            purpose: components["schemas"]["Purpose"];
            /** Version */
            version: string;
        };
        /** ConsentView */
        ConsentView: {
            /**
             * Decision
             * @description Nothing is decided for the candidate: null until they do.
             */
            decision: boolean | null;
            /** If Refused */
            if_refused: string;
            purpose: components["schemas"]["Purpose"];
            /** Text */
            text: string;
            /** Title */
            title: string;
            /** Version */
            version: string;
        };
        /**
         * CostView
         * @description What the interview has cost in US dollars at list price; of this machine only the line and the storage are counted.
         */
        CostView: {
            /**
             * Budget
             * @description What the budget asked for in the end.
             * @enum {string}
             */
            budget: "go_on" | "warn" | "downgrade" | "close";
            /** By Provider */
            by_provider: components["schemas"]["ProviderCostView"][];
            /**
             * Estimated
             * @description What was not counted by its vendor but estimated, in part at least.
             */
            estimated: string[];
            /**
             * Unpriced
             * @description What was used and has no price: the sum is too low by that.
             */
            unpriced: string[];
            /** Usd */
            usd: number;
            /**
             * Usd Per Minute
             * @description Of time with a candidate connected.
             */
            usd_per_minute: number;
        };
        /** Credentials */
        Credentials: {
            /** Email */
            email: string;
            /**
             * Password
             * Format: password
             */
            password: string;
        };
        /** CriterionResultView */
        CriterionResultView: {
            /** Confidence */
            confidence: number;
            /** Discrepancy */
            discrepancy: boolean;
            /** Evidence */
            evidence: components["schemas"]["EvidenceView"][];
            /** Id */
            id: string;
            /** Interval */
            interval: [
                number,
                number
            ] | null;
            /** Level */
            level: number | null;
            /** Reason */
            reason: string;
            /** Runs */
            runs: components["schemas"]["CriterionRunView"][];
            status: components["schemas"]["ScoreStatus"];
            /** Title */
            title: string;
            /** Weight */
            weight: number;
        };
        /** CriterionRunView */
        CriterionRunView: {
            /** Evaluator */
            evaluator: string;
            /** Evidence */
            evidence: components["schemas"]["EvidenceView"][];
            /** Level */
            level: number | null;
            /** Reason */
            reason: string;
            status: components["schemas"]["ScoreStatus"];
        };
        /** CriterionView */
        CriterionView: {
            /** Description */
            description: string;
            /** Id */
            id: string;
            /** Levels */
            levels: components["schemas"]["LevelView"][];
            /** Title */
            title: string;
            /** Weight */
            weight: number;
        };
        /** DecisionView */
        DecisionView: {
            /**
             * At
             * Format: date-time
             */
            at: string;
            decided_by: components["schemas"]["Person"];
            /** Id */
            id: string;
            /** Reason */
            reason: string;
            verdict: components["schemas"]["Verdict"];
        };
        /** EndedMessage */
        EndedMessage: {
            reason: components["schemas"]["EndReason"];
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "ended";
        };
        /**
         * EndReason
         * @enum {string}
         */
        EndReason: "completed" | "time" | "candidate_left" | "human_requested" | "abuse" | "no_answer" | "withdrawn";
        /**
         * ErrorAnswer
         * @description Every answer that is not a success.
         */
        ErrorAnswer: {
            error: components["schemas"]["ErrorDetail"];
        };
        /** ErrorDetail */
        ErrorDetail: {
            /**
             * Code
             * @description Stable: what programs tell errors apart by.
             */
            code: string;
            /**
             * Faults
             * @default []
             */
            faults?: components["schemas"]["Fault"][];
            /**
             * Fix
             * @description What the reader can do about it.
             */
            fix: string;
            /** Message */
            message: string;
        };
        /**
         * EventsSummary
         * @description What happened around the words. Breaks are left out: they may be an accommodation.
         */
        EventsSummary: {
            /** Connections */
            connections: number;
            /** Connections Lost */
            connections_lost: number;
            /** Failovers */
            failovers: components["schemas"]["FailoverView"][];
            /** Human Requested */
            human_requested: boolean;
            /**
             * Messages To Humans
             * @description What the candidate wrote when they asked for a person.
             */
            messages_to_humans: string[];
            /**
             * Questions Closed
             * @description Question id → why it was left.
             */
            questions_closed: {
                [key: string]: string;
            };
            /** Sections */
            sections: components["schemas"]["SectionEnteredView"][];
        };
        /** EvidenceOpened */
        EvidenceOpened: {
            /**
             * Evidence
             * @description The id of the turn a quote is from, or `transcript`.
             */
            evidence: string;
        };
        /** EvidenceView */
        EvidenceView: {
            /** End S */
            end_s: number;
            /** Question Id */
            question_id: string;
            /** Quote */
            quote: string;
            /** Start S */
            start_s: number;
            /** Supports */
            supports: string;
            /** Turn Id */
            turn_id: string;
        };
        /** ExpectedPointView */
        ExpectedPointView: {
            /** Id */
            id: string;
            /** Text */
            text: string;
        };
        /**
         * Fact
         * @description What is measured of an answer.
         * @enum {string}
         */
        Fact: "length" | "pace" | "fillers" | "pauses" | "result";
        /** FactsView */
        FactsView: {
            /** Fillers */
            fillers: components["schemas"]["MomentView"][];
            /** Fillers Per 100 Words */
            fillers_per_100_words: number | null;
            /** Length S */
            length_s: number | null;
            /** Long Pauses */
            long_pauses: components["schemas"]["MomentView"][];
            /** Longest Pause S */
            longest_pause_s: number | null;
            /**
             * Result Named
             * @description A guess from words, not validated; null where no story was asked for.
             */
            result_named: boolean | null;
            /** Words */
            words: number;
            /** Words Per Minute */
            words_per_minute: number | null;
        };
        /**
         * FailoverView
         * @description A provider that gave way to another while the interview went on.
         */
        FailoverView: {
            /** At S */
            at_s: number;
            capability: components["schemas"]["Capability"];
            /**
             * Fault
             * @description Such as `silent`, `cut` or `refused`; `limit` without a gap: a session was renewed, nothing was wrong.
             */
            fault: string;
            /** From Provider */
            from_provider: string;
            /** Gap Ms */
            gap_ms: number;
            /** To Provider */
            to_provider: string;
        };
        /**
         * Fault
         * @description One thing wrong in what was sent: in a role pack by line, in a request by field.
         */
        Fault: {
            /** Field */
            field: string;
            /** Line */
            line?: number | null;
            /** Message */
            message: string;
        };
        /** FeedbackView */
        FeedbackView: {
            /** Answers */
            answers: components["schemas"]["AnswerView"][];
            /** Has Sound */
            has_sound: boolean;
            practice: components["schemas"]["PracticeView"];
            ranges: components["schemas"]["RangesView"];
        };
        /**
         * FiguresView
         * @description One session in numbers. Null: nothing to measure it by.
         */
        FiguresView: {
            /** Answer Length S */
            answer_length_s: number | null;
            /** Answers */
            answers: number;
            /** Fillers Per 100 Words */
            fillers_per_100_words: number | null;
            /** Long Pauses Per Answer */
            long_pauses_per_answer: number | null;
            /** Words Per Minute */
            words_per_minute: number | null;
        };
        /** FlagView */
        FlagView: {
            /** Kind */
            kind: string;
            /** Message */
            message: string;
            /** Turn Id */
            turn_id: string;
        };
        /** Health */
        Health: {
            /**
             * Status
             * @default ok
             * @constant
             */
            status?: "ok";
            /** Version */
            version: string;
        };
        /**
         * HopView
         * @description One stretch of the way from the candidate's last word to the interviewer's first.
         */
        HopView: {
            /** Hop */
            hop: string;
            /** P50 Ms */
            p50_ms: number;
            /** P95 Ms */
            p95_ms: number;
        };
        /**
         * HumanAsked
         * @description A person has been asked; here is how to reach one directly.
         */
        HumanAsked: {
            /** Contact Email */
            contact_email: string;
        };
        /** HumanCommand */
        HumanCommand: {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            command: "human";
            /**
             * Text
             * @default
             */
            text?: string;
        };
        /** HumanWanted */
        HumanWanted: {
            /**
             * Message
             * @default
             */
            message?: string;
        };
        /**
         * IceServerView
         * @description A STUN or TURN server, as `RTCPeerConnection` takes it.
         */
        IceServerView: {
            /** Credential */
            credential: string | null;
            /** Urls */
            urls: string;
            /** Username */
            username: string | null;
        };
        /** InterviewDetail */
        InterviewDetail: {
            /** Candidate Name */
            candidate_name: string;
            /** Consents */
            consents: components["schemas"]["ConsentRecordView"][];
            cost: components["schemas"]["CostView"];
            /**
             * Created At
             * Format: date-time
             */
            created_at: string;
            /** @description The last one made; earlier ones stand in the interview's history. */
            decision: components["schemas"]["Verdict"] | null;
            /** Decisions */
            decisions: components["schemas"]["DecisionView"][];
            end_reason: components["schemas"]["EndReason"] | null;
            /** Ended At */
            ended_at: string | null;
            events_summary: components["schemas"]["EventsSummary"];
            /** Flags */
            flags: components["schemas"]["FlagView"][];
            /** Has Report */
            has_report: boolean;
            /** Id */
            id: string;
            /** Questions */
            questions: components["schemas"]["QuestionView"][];
            report: components["schemas"]["ReportView"] | null;
            /** Role Id */
            role_id: string;
            /** Role Title */
            role_title: string;
            /** Rubric */
            rubric: components["schemas"]["CriterionView"][];
            /** Started At */
            started_at: string | null;
            status: components["schemas"]["SessionStatus"];
            /** Tracks */
            tracks: components["schemas"]["TrackView"][];
            transcript: components["schemas"]["TranscriptView"];
            /** Turns */
            turns: components["schemas"]["TurnLedger"][];
            /** Versions */
            versions: {
                [key: string]: string;
            };
            /**
             * Viewed
             * @description Evidence the signed-in person has opened; a rejection needs some.
             */
            viewed: string[];
        };
        /** InterviewSummary */
        InterviewSummary: {
            /** Candidate Name */
            candidate_name: string;
            /**
             * Created At
             * Format: date-time
             */
            created_at: string;
            /** @description The last one made; earlier ones stand in the interview's history. */
            decision: components["schemas"]["Verdict"] | null;
            end_reason: components["schemas"]["EndReason"] | null;
            /** Ended At */
            ended_at: string | null;
            /** Has Report */
            has_report: boolean;
            /** Id */
            id: string;
            /** Role Title */
            role_title: string;
            /** Started At */
            started_at: string | null;
            status: components["schemas"]["SessionStatus"];
        };
        /** InvitationMade */
        InvitationMade: {
            /** Candidate Name */
            candidate_name: string;
            /**
             * Created At
             * Format: date-time
             */
            created_at: string;
            /**
             * Created By
             * @description The person's name.
             */
            created_by: string;
            /**
             * Expires At
             * Format: date-time
             */
            expires_at: string;
            /** Id */
            id: string;
            /** Role Id */
            role_id: string;
            /** Role Title */
            role_title: string;
            /** Session Id */
            session_id: string;
            status: components["schemas"]["SessionStatus"];
            /**
             * Url
             * @description Shown this once: only a hash of its secret is kept.
             */
            url: string;
        };
        /** InvitationView */
        InvitationView: {
            /** Candidate Name */
            candidate_name: string;
            /**
             * Created At
             * Format: date-time
             */
            created_at: string;
            /**
             * Created By
             * @description The person's name.
             */
            created_by: string;
            /**
             * Expires At
             * Format: date-time
             */
            expires_at: string;
            /** Id */
            id: string;
            /** Role Id */
            role_id: string;
            /** Role Title */
            role_title: string;
            /** Session Id */
            session_id: string;
            status: components["schemas"]["SessionStatus"];
        };
        /**
         * LatencyBand
         * @description How the gap feels to a person (bounds in ms: 300, 500, 800, 1200).
         * @enum {string}
         */
        LatencyBand: "natural" | "responsive" | "noticeable" | "slow" | "broken";
        /**
         * LatencyView
         * @description The last turns of all interviews on this server since it was started; nothing says whose they were.
         */
        LatencyView: {
            /**
             * Bands
             * @description Quickest first.
             */
            bands: components["schemas"]["BandCount"][];
            budget: components["schemas"]["Budget"];
            /**
             * Hops
             * @description In the order they are waited for.
             */
            hops: components["schemas"]["HopView"][];
            /**
             * Latest
             * @description Oldest first, 60 at most.
             */
            latest: components["schemas"]["TurnView"][];
            /**
             * P50 Ms
             * @description None while there was no turn.
             */
            p50_ms: number | null;
            /** P95 Ms */
            p95_ms: number | null;
            /** Turns */
            turns: number;
            /** Within Budget */
            within_budget: boolean;
        };
        /** LedgerView */
        LedgerView: {
            band: components["schemas"]["LatencyBand"];
            /** Brain Ms */
            brain_ms: number;
            /** Endpoint Ms */
            endpoint_ms: number;
            /** First Audio Ms */
            first_audio_ms: number;
            /** Playout Ms */
            playout_ms: number;
            /** Total Ms */
            total_ms: number;
            /** Transcript Ms */
            transcript_ms: number;
        };
        /** LevelView */
        LevelView: {
            /** Anchor */
            anchor: string;
            /** Level */
            level: number;
        };
        /** LintResult */
        LintResult: {
            /**
             * Faults
             * @description Empty: the pack can be used.
             */
            faults: components["schemas"]["PackFaultView"][];
        };
        /** LiveCaption */
        LiveCaption: {
            /** Final */
            final: boolean;
            /**
             * Id
             * @description The same id replaces.
             */
            id: string;
            speaker: components["schemas"]["Speaker"];
            /** Text */
            text: string;
        };
        /**
         * LiveCommand
         * @description Candidate → server.
         */
        LiveCommand: components["schemas"]["PlainCommand"] | components["schemas"]["HumanCommand"] | components["schemas"]["TypedCommand"] | components["schemas"]["PaceCommand"];
        /**
         * LiveMessage
         * @description Server → candidate.
         */
        LiveMessage: components["schemas"]["SnapshotMessage"] | components["schemas"]["StateMessage"] | components["schemas"]["CaptionMessage"] | components["schemas"]["SectionMessage"] | components["schemas"]["PausedMessage"] | components["schemas"]["MutedMessage"] | components["schemas"]["PaceMessage"] | components["schemas"]["NoticeMessage"] | components["schemas"]["MomentMessage"] | components["schemas"]["EndedMessage"];
        /** LiveSection */
        LiveSection: {
            /** Count */
            count: number;
            /**
             * Index
             * @description From 0.
             */
            index: number;
            kind: components["schemas"]["SectionKind"];
            /** Title */
            title: string;
        };
        /**
         * Mark
         * @description An honest note on how well something was heard.
         * @enum {string}
         */
        Mark: "inaudible" | "typed" | "interrupted";
        /**
         * Me
         * @description Who is signed in, and the value every request that changes something carries in `X-CSRF-Token`.
         */
        Me: {
            /** Csrf Token */
            csrf_token: string;
            /** Email */
            email: string;
            /** Id */
            id: string;
            /** Is Admin */
            is_admin: boolean;
            /** Name */
            name: string;
        };
        /**
         * MomentMessage
         * @description Practice: what was said about a moment of the candidate's own speech, which can be heard again.
         */
        MomentMessage: {
            /** End S */
            end_s: number;
            /**
             * Play
             * @description The candidate asked to hear it now.
             */
            play: boolean;
            /** Start S */
            start_s: number;
            /** Text */
            text: string;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "moment";
            /**
             * Unvalidated
             * @description A guess from words, not a measurement.
             */
            unvalidated: boolean;
            /**
             * Words
             * @description What the candidate said there; empty when the remark has no moment.
             */
            words: string;
        };
        /** MomentView */
        MomentView: {
            /** End S */
            end_s: number;
            /** Start S */
            start_s: number;
            /** Text */
            text: string;
        };
        /** MutedMessage */
        MutedMessage: {
            /** Muted */
            muted: boolean;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "muted";
        };
        /** NewDecision */
        NewDecision: {
            /** Reason */
            reason: string;
            verdict: components["schemas"]["Verdict"];
        };
        /** NewInvitation */
        NewInvitation: {
            /** Candidate Name */
            candidate_name: string;
            /**
             * Expires In Days
             * @default 14
             */
            expires_in_days?: number;
            /** Role Id */
            role_id: string;
        };
        /** NewPace */
        NewPace: {
            pace: components["schemas"]["Pace"];
        };
        /** NewPractice */
        NewPractice: {
            /** Pack Id */
            pack_id: string;
            part?: components["schemas"]["SectionKind"] | null;
        };
        /**
         * NewRole
         * @description From a shipped pack (`pack_id`) or from one's own (`pack_yaml`).
         */
        NewRole: {
            /** Pack Id */
            pack_id?: string | null;
            /** Pack Yaml */
            pack_yaml?: string | null;
            /** Title */
            title: string;
        };
        /**
         * NoticeMessage
         * @description Something the candidate should know: an error's code, or what happened to this connection.
         */
        NoticeMessage: {
            /** Code */
            code: string;
            /** Text */
            text: string;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "notice";
        };
        /**
         * Offer
         * @description What `RTCPeerConnection.createOffer()` gave.
         */
        Offer: {
            /** Sdp */
            sdp: string;
            /**
             * Type
             * @constant
             */
            type: "offer";
        };
        /**
         * Pace
         * @enum {string}
         */
        Pace: "unhurried" | "normal" | "brisk";
        /**
         * PaceCommand
         * @description Wait longer or shorter before you speak, from here on.
         */
        PaceCommand: {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            command: "pace";
            pace: components["schemas"]["Pace"];
        };
        /**
         * PaceMessage
         * @description How long the interviewer waits before it speaks, from here on.
         */
        PaceMessage: {
            pace: components["schemas"]["Pace"];
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "pace";
        };
        /** PackDetail */
        PackDetail: {
            /** Id */
            id: string;
            /** Language */
            language: string;
            /** Minutes */
            minutes: number;
            /** Questions */
            questions: number;
            /** Rubric */
            rubric: components["schemas"]["CriterionView"][];
            /** Sections */
            sections: components["schemas"]["PackSection"][];
            /** Summary */
            summary: string;
            /** Title */
            title: string;
            /** Version */
            version: string;
            /** Yaml */
            yaml: string;
        };
        /** PackFaultView */
        PackFaultView: {
            /** Field */
            field: string;
            /** Line */
            line: number;
            /** Message */
            message: string;
        };
        /** PackSection */
        PackSection: {
            kind: components["schemas"]["SectionKind"];
            /** Minutes */
            minutes: number;
            /** Questions */
            questions: number;
            /** Title */
            title: string;
        };
        /** PackSummary */
        PackSummary: {
            /** Id */
            id: string;
            /** Minutes */
            minutes: number;
            /** Questions */
            questions: number;
            /** Summary */
            summary: string;
            /** Title */
            title: string;
        };
        /** PackToLint */
        PackToLint: {
            /** Yaml */
            yaml: string;
        };
        /** PartView */
        PartView: {
            kind: components["schemas"]["SectionKind"];
            /** Minutes */
            minutes: number;
            /** Title */
            title: string;
        };
        /** PausedMessage */
        PausedMessage: {
            /** Paused */
            paused: boolean;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "paused";
        };
        /** Person */
        Person: {
            /** Id */
            id: string;
            /** Name */
            name: string;
        };
        /** PlainCommand */
        PlainCommand: {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            command: "leave" | "moment" | "mute" | "pause" | "repeat" | "resume" | "skip" | "typing" | "unmute";
        };
        /**
         * PracticeOffer
         * @description What a visitor without a link is told.
         */
        PracticeOffer: {
            /** Contact Email */
            contact_email: string;
            /**
             * Open To All
             * @description A space can be opened here and now.
             */
            open_to_all: boolean;
            /** Organisation */
            organisation: string;
        };
        /** PracticePack */
        PracticePack: {
            /** Id */
            id: string;
            /** Minutes */
            minutes: number;
            /**
             * Parts
             * @description What can be practised by itself.
             */
            parts: components["schemas"]["PartView"][];
            /** Summary */
            summary: string;
            /** Title */
            title: string;
        };
        /** PracticeQuestion */
        PracticeQuestion: {
            /**
             * Audio Url
             * @description Spoken by the interviewer's voice. The answer to it stays in the browser.
             */
            audio_url: string;
            /** Text */
            text: string;
        };
        /** PracticeView */
        PracticeView: {
            /**
             * Created At
             * Format: date-time
             */
            created_at: string;
            /** @description Null before anything was answered. */
            figures: components["schemas"]["FiguresView"] | null;
            /** Id */
            id: string;
            /**
             * Part Title
             * @description The part that was practised; null: the whole interview.
             */
            part_title: string | null;
            /**
             * Status
             * @enum {string}
             */
            status: "open" | "in_progress" | "completed";
            /**
             * Talk Token
             * @description Opens the talk; null when it is over.
             */
            talk_token: string | null;
            /** Title */
            title: string;
        };
        /** ProviderCostView */
        ProviderCostView: {
            /** Provider */
            provider: string;
            /** Usd */
            usd: number;
            /**
             * Used
             * @description How much of each unit, such as `text_tokens_in` or `line_seconds`.
             */
            used: {
                [key: string]: number;
            };
        };
        /**
         * Purpose
         * @description What a candidate may allow or refuse, each by itself.
         * @enum {string}
         */
        Purpose: "ai_interview" | "voice_processing" | "recording" | "automated_evaluation";
        /** QuestionCoverageView */
        QuestionCoverageView: {
            /** Asked */
            asked: boolean;
            /** Covered */
            covered: string[];
            /** Follow Ups */
            follow_ups: number;
            /** Missing */
            missing: string[];
            /** Question Id */
            question_id: string;
            /** Reason Not Asked */
            reason_not_asked: string;
            /** Section */
            section: string;
        };
        /**
         * QuestionView
         * @description What was planned to be asked, so that ids in the coverage can be read.
         */
        QuestionView: {
            /** Expected */
            expected: components["schemas"]["ExpectedPointView"][];
            /** Id */
            id: string;
            /** Section */
            section: string;
            /** Text */
            text: string;
        };
        /**
         * RangesView
         * @description What the coach compares with.
         */
        RangesView: {
            /** Fastest Words Per Minute */
            fastest_words_per_minute: number;
            /** Long Pause S */
            long_pause_s: number;
            /** Longest Answer S */
            longest_answer_s: number;
            /** Most Fillers Per 100 Words */
            most_fillers_per_100_words: number;
            /** Slowest Words Per Minute */
            slowest_words_per_minute: number;
        };
        /**
         * Ready
         * @description Whether an interview could begin now.
         */
        Ready: {
            /** Fix */
            fix: string;
            /** Ready */
            ready: boolean;
            /** Slots */
            slots: {
                [key: string]: components["schemas"]["SlotView"];
            };
        };
        /** RemarkView */
        RemarkView: {
            fact: components["schemas"]["Fact"];
            moment: components["schemas"]["MomentView"] | null;
            /** Praise */
            praise: boolean;
            /** Text */
            text: string;
            /** Unvalidated */
            unvalidated: boolean;
        };
        /** ReportView */
        ReportView: {
            /** Coverage */
            coverage: components["schemas"]["QuestionCoverageView"][];
            /**
             * Created At
             * Format: date-time
             */
            created_at: string;
            /** Criteria */
            criteria: components["schemas"]["CriterionResultView"][];
            /** Flags */
            flags: components["schemas"]["FlagView"][];
            /** Overall */
            overall: number | null;
            /** Session Id */
            session_id: string;
            /** Versions */
            versions: {
                [key: string]: string;
            };
        };
        /** RetentionView */
        RetentionView: {
            /** Kept */
            kept: string;
            /** What */
            what: string;
        };
        /** RoleDetail */
        RoleDetail: {
            /**
             * Created At
             * Format: date-time
             */
            created_at: string;
            /**
             * Created By
             * @description The person's name.
             */
            created_by: string;
            /** Id */
            id: string;
            /** Minutes */
            minutes: number;
            /** Pack Id */
            pack_id: string;
            /** Pack Sha256 */
            pack_sha256: string;
            /** Pack Yaml */
            pack_yaml: string;
            /** Rubric */
            rubric: components["schemas"]["CriterionView"][];
            /** Sections */
            sections: components["schemas"]["PackSection"][];
            /** Title */
            title: string;
        };
        /** RoleSummary */
        RoleSummary: {
            /**
             * Created At
             * Format: date-time
             */
            created_at: string;
            /**
             * Created By
             * @description The person's name.
             */
            created_by: string;
            /** Id */
            id: string;
            /** Pack Id */
            pack_id: string;
            /** Pack Sha256 */
            pack_sha256: string;
            /** Title */
            title: string;
        };
        /**
         * ScoreStatus
         * @enum {string}
         */
        ScoreStatus: "scored" | "not_scored";
        /** SectionEnteredView */
        SectionEnteredView: {
            /** At S */
            at_s: number;
            /** Section */
            section: string;
        };
        /**
         * SectionKind
         * @description The sections an interview can have, in the order they are led.
         * @enum {string}
         */
        SectionKind: "intro" | "technical" | "coding" | "system_design" | "behavioral" | "candidate_questions" | "wrap_up";
        /** SectionMessage */
        SectionMessage: {
            section: components["schemas"]["LiveSection"];
            /** Time Left S */
            time_left_s: number;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "section";
        };
        /** SectionView */
        SectionView: {
            kind: components["schemas"]["SectionKind"];
            /**
             * Minutes
             * @description With the extra time the candidate asked for.
             */
            minutes: number;
            /** Title */
            title: string;
        };
        /**
         * SessionStatus
         * @enum {string}
         */
        SessionStatus: "invited" | "consenting" | "live" | "evaluating" | "reported" | "left" | "ended" | "needs_human" | "withdrawn";
        /**
         * Setup
         * @description The first administrator, by the one-time link that was printed at start.
         */
        Setup: {
            /** Email */
            email: string;
            /** Name */
            name: string;
            /**
             * Password
             * Format: password
             */
            password: string;
            /**
             * Token
             * Format: password
             */
            token: string;
        };
        /** SlotView */
        SlotView: {
            /** Fix */
            fix: string;
            /** Model */
            model: string;
            /**
             * State
             * @enum {string}
             */
            state: "loading" | "ready" | "failed";
        };
        /**
         * SnapshotMessage
         * @description Always the first message of a connection that may watch.
         */
        SnapshotMessage: {
            /** Captions */
            captions: components["schemas"]["LiveCaption"][];
            /** Muted */
            muted: boolean;
            pace: components["schemas"]["Pace"];
            /** Paused */
            paused: boolean;
            section: components["schemas"]["LiveSection"] | null;
            /**
             * State
             * @enum {string}
             */
            state: "connecting" | "listening" | "thinking" | "speaking" | "paused";
            /**
             * Status
             * @enum {string}
             */
            status: "open" | "in_progress" | "completed";
            /** Time Left S */
            time_left_s: number;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "snapshot";
            /** Typed */
            typed: boolean;
        };
        /**
         * SpaceMade
         * @description Shown once: only the token's hash is kept.
         */
        SpaceMade: {
            /** Token */
            token: string;
            /** Url */
            url: string;
        };
        /** SpaceView */
        SpaceView: {
            /** Organisation */
            organisation: string;
            /** Packs */
            packs: components["schemas"]["PracticePack"][];
            ranges: components["schemas"]["RangesView"];
            /**
             * Sessions
             * @description Oldest first.
             */
            sessions: components["schemas"]["PracticeView"][];
        };
        /**
         * Speaker
         * @description Known by the track they spoke on, never by voice (law 8).
         * @enum {string}
         */
        Speaker: "candidate" | "interviewer";
        /** StateMessage */
        StateMessage: {
            /**
             * State
             * @enum {string}
             */
            state: "connecting" | "listening" | "thinking" | "speaking" | "paused";
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "state";
        };
        /**
         * Track
         * @enum {string}
         */
        Track: "candidate" | "interviewer" | "mix";
        /** TrackView */
        TrackView: {
            /** Duration S */
            duration_s: number;
            /** Media Type */
            media_type: string;
            /** Size Bytes */
            size_bytes: number;
            track: components["schemas"]["Track"];
            /** Url */
            url: string;
        };
        /**
         * TranscriptTurn
         * @description Times are seconds on the session clock, which is the recording's.
         */
        TranscriptTurn: {
            /** End S */
            end_s: number;
            /** Id */
            id: string;
            /** Marks */
            marks: components["schemas"]["Mark"][];
            /** Question Id */
            question_id: string;
            /** Section */
            section: string;
            speaker: components["schemas"]["Speaker"];
            /** Start S */
            start_s: number;
            /** Text */
            text: string;
            /** Words */
            words: components["schemas"]["WordView"][];
        };
        /** TranscriptView */
        TranscriptView: {
            /** Turns */
            turns: components["schemas"]["TranscriptTurn"][];
        };
        /**
         * TurnLedger
         * @description One time the interviewer took the floor, and how long the candidate waited for it.
         */
        TurnLedger: {
            /** @description Null when the interviewer spoke unasked. */
            ledger: components["schemas"]["LedgerView"] | null;
            /** Question Id */
            question_id: string;
            /** Section */
            section: string;
            /** Turn Id */
            turn_id: string;
        };
        /** TurnView */
        TurnView: {
            /**
             * At
             * Format: date-time
             */
            at: string;
            band: components["schemas"]["LatencyBand"];
            /** Total Ms */
            total_ms: number;
        };
        /** TypedCommand */
        TypedCommand: {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            command: "typed";
            /** Text */
            text: string;
        };
        /**
         * Verdict
         * @enum {string}
         */
        Verdict: "advance" | "hold" | "reject";
        /** Viewed */
        Viewed: {
            /** Viewed */
            viewed: string[];
        };
        /**
         * Withdrawn
         * @description Nothing is captured any more.
         */
        Withdrawn: {
            /** Contact Email */
            contact_email: string;
            /** Session Id */
            session_id: string;
        };
        /** WordView */
        WordView: {
            /** End S */
            end_s: number;
            /** Start S */
            start_s: number;
            /** Text */
            text: string;
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
    log_in: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Credentials"];
            };
        };
        responses: {
            /** @description Refused; `error.fix` says what to do. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            /** @description Cannot be served now; `error.fix` says what to do. */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Me"];
                };
            };
        };
    };
    log_out: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Refused; `error.fix` says what to do. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            /** @description Cannot be served now; `error.fix` says what to do. */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    me: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Refused; `error.fix` says what to do. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            /** @description Cannot be served now; `error.fix` says what to do. */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Me"];
                };
            };
        };
    };
    open_invitation: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                token: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Refused; `error.fix` says what to do. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            /** @description Cannot be served now; `error.fix` says what to do. */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CandidateView"];
                };
            };
        };
    };
    wish_accommodations: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                token: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AccommodationsWanted"];
            };
        };
        responses: {
            /** @description Refused; `error.fix` says what to do. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            /** @description Cannot be served now; `error.fix` says what to do. */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CandidateView"];
                };
            };
        };
    };
    decide_consents: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                token: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ConsentDecisions"];
            };
        };
        responses: {
            /** @description Refused; `error.fix` says what to do. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            /** @description Cannot be served now; `error.fix` says what to do. */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CandidateView"];
                };
            };
        };
    };
    ask_human: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                token: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["HumanWanted"];
            };
        };
        responses: {
            /** @description Refused; `error.fix` says what to do. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            /** @description Cannot be served now; `error.fix` says what to do. */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HumanAsked"];
                };
            };
        };
    };
    offer_call: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                token: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Offer"];
            };
        };
        responses: {
            /** @description Refused; `error.fix` says what to do. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            /** @description Cannot be served now; `error.fix` says what to do. */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CallAnswer"];
                };
            };
        };
    };
    practice_question: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                token: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Refused; `error.fix` says what to do. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            /** @description Cannot be served now; `error.fix` says what to do. */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PracticeQuestion"];
                };
            };
        };
    };
    practice_audio: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                token: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Refused; `error.fix` says what to do. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            /** @description Cannot be served now; `error.fix` says what to do. */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            /** @description The question. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "audio/wav": unknown;
                };
            };
        };
    };
    withdraw: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                token: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Refused; `error.fix` says what to do. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            /** @description Cannot be served now; `error.fix` says what to do. */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Withdrawn"];
                };
            };
        };
    };
    health: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Health"];
                };
            };
        };
    };
    list_interviews: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Refused; `error.fix` says what to do. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            /** @description Cannot be served now; `error.fix` says what to do. */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["InterviewSummary"][];
                };
            };
        };
    };
    get_interview: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                interview_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Refused; `error.fix` says what to do. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            /** @description Cannot be served now; `error.fix` says what to do. */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["InterviewDetail"];
                };
            };
        };
    };
    get_audio: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                interview_id: string;
                track: components["schemas"]["Track"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Refused; `error.fix` says what to do. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            /** @description Cannot be served now; `error.fix` says what to do. */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            /** @description The track's bytes. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "audio/ogg": unknown;
                };
            };
            /** @description The track's bytes. */
            206: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "audio/ogg": unknown;
                };
            };
        };
    };
    decide: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                interview_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewDecision"];
            };
        };
        responses: {
            /** @description Refused; `error.fix` says what to do. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            /** @description Cannot be served now; `error.fix` says what to do. */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DecisionView"];
                };
            };
        };
    };
    change_pace: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                interview_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewPace"];
            };
        };
        responses: {
            /** @description Refused; `error.fix` says what to do. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            /** @description Cannot be served now; `error.fix` says what to do. */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    open_evidence: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                interview_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["EvidenceOpened"];
            };
        };
        responses: {
            /** @description Refused; `error.fix` says what to do. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            /** @description Cannot be served now; `error.fix` says what to do. */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Viewed"];
                };
            };
        };
    };
    list_invitations: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Refused; `error.fix` says what to do. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            /** @description Cannot be served now; `error.fix` says what to do. */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["InvitationView"][];
                };
            };
        };
    };
    make_invitation: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewInvitation"];
            };
        };
        responses: {
            /** @description Refused; `error.fix` says what to do. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            /** @description Cannot be served now; `error.fix` says what to do. */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["InvitationMade"];
                };
            };
        };
    };
    reply_latency: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Refused; `error.fix` says what to do. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            /** @description Cannot be served now; `error.fix` says what to do. */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LatencyView"];
                };
            };
        };
    };
    list_packs: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Refused; `error.fix` says what to do. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            /** @description Cannot be served now; `error.fix` says what to do. */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PackSummary"][];
                };
            };
        };
    };
    get_pack: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                pack_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Refused; `error.fix` says what to do. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            /** @description Cannot be served now; `error.fix` says what to do. */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PackDetail"];
                };
            };
        };
    };
    lint: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PackToLint"];
            };
        };
        responses: {
            /** @description Refused; `error.fix` says what to do. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            /** @description Cannot be served now; `error.fix` says what to do. */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LintResult"];
                };
            };
        };
    };
    practice_offer: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Refused; `error.fix` says what to do. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            /** @description Cannot be served now; `error.fix` says what to do. */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PracticeOffer"];
                };
            };
        };
    };
    open_practice_space: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Refused; `error.fix` says what to do. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            /** @description Cannot be served now; `error.fix` says what to do. */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SpaceMade"];
                };
            };
        };
    };
    open_practice: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                space_token: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Refused; `error.fix` says what to do. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            /** @description Cannot be served now; `error.fix` says what to do. */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SpaceView"];
                };
            };
        };
    };
    begin_practice: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                space_token: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewPractice"];
            };
        };
        responses: {
            /** @description Refused; `error.fix` says what to do. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            /** @description Cannot be served now; `error.fix` says what to do. */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PracticeView"];
                };
            };
        };
    };
    practice_feedback: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                session_id: string;
                space_token: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Refused; `error.fix` says what to do. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            /** @description Cannot be served now; `error.fix` says what to do. */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FeedbackView"];
                };
            };
        };
    };
    delete_practice: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                session_id: string;
                space_token: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Refused; `error.fix` says what to do. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            /** @description Cannot be served now; `error.fix` says what to do. */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    own_clip: {
        parameters: {
            query: {
                end_s: number;
                start_s: number;
            };
            header?: never;
            path: {
                session_id: string;
                space_token: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Refused; `error.fix` says what to do. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            /** @description Cannot be served now; `error.fix` says what to do. */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            /** @description The stretch, as a file of its own. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "audio/ogg": unknown;
                };
            };
        };
    };
    ready: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Ready"];
                };
            };
            /** @description Not yet; `slots` says what is missing. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Ready"];
                };
            };
        };
    };
    list_roles: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Refused; `error.fix` says what to do. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            /** @description Cannot be served now; `error.fix` says what to do. */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RoleSummary"][];
                };
            };
        };
    };
    make_role: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewRole"];
            };
        };
        responses: {
            /** @description Refused; `error.fix` says what to do. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            /** @description Cannot be served now; `error.fix` says what to do. */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RoleDetail"];
                };
            };
        };
    };
    get_role: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                role_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Refused; `error.fix` says what to do. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            /** @description Cannot be served now; `error.fix` says what to do. */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RoleDetail"];
                };
            };
        };
    };
    set_up: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Setup"];
            };
        };
        responses: {
            /** @description Refused; `error.fix` says what to do. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            /** @description Cannot be served now; `error.fix` says what to do. */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Me"];
                };
            };
        };
    };
}
