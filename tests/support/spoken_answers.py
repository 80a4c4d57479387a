"""Spoken answers to the backend engineer pack, as speech recognition writes them: what they say, and what they do not."""

PARAPHRASES: dict[str, dict[str, tuple[str, ...]]] = {
    "slow-query": {
        "read-plan": (
            (
                "well the first thing I'd do is run an explain on it to see what the database is actually doing, "
                "whether it reads the whole table for instance"
            ),
            "I'd look at the query plan and check for a full table scan",
        ),
        "add-index": (
            (
                "then typically I would create an index on the columns in the where clause so it doesn't have to "
                "go through every row"
            ),
            "usually you fix it by adding the right indexes",
        ),
        "what-changed": (
            (
                "I would also ask what is different now, maybe the table got a lot bigger or the statistics are "
                "out of date or somebody deployed something"
            ),
        ),
        "locks-and-load": (
            (
                "it could also be that the query is just waiting because something else holds a lock on those "
                "rows or we ran out of connections"
            ),
        ),
        "index-cost": (
            (
                "the downside of indexes is that inserts get slower and you need more disk, so I'd measure it "
                "before and after"
            ),
        ),
        "rewrite-or-cache": (
            "if that doesn't help I'd rewrite the statement, only select what we need, or put a cache in front of it",
        ),
    },
    "concurrent-update": {
        "lost-update": (
            (
                "if both read a hundred and both add ten then one of the changes disappears because the last one "
                "overwrites the first"
            ),
        ),
        "transaction": ("I wrap it in a transaction so either everything happens or nothing",),
        "row-lock": ("I'd take a lock on that row, select for update, so the other one has to wait until I'm done",),
        "optimistic": (
            (
                "or you put a version column on it and only update when the version is still the same, otherwise "
                "try again"
            ),
        ),
        "isolation": (
            (
                "you can also set the isolation level to serializable and then the database aborts one of them "
                "and you need to retry"
            ),
        ),
        "lock-tradeoff": (
            (
                "locks can lead to deadlocks and slow you down when there's a lot of contention, versions are "
                "better when conflicts are rare"
            ),
        ),
    },
    "retry-payment": {
        "idempotency-key": (
            (
                "every request carries a unique id from the client, so when we've seen that id already we don't "
                "charge the card again"
            ),
        ),
        "store-result": ("we save the response under that key and just give back the same response the second time",),
        "unique-constraint": (
            "there's a unique index on that key, so when two come in at once one of the inserts fails",
        ),
        "unknown-outcome": (
            (
                "after a timeout you don't know whether it went through, so I'd ask the payment provider for the "
                "status before trying again"
            ),
        ),
        "backoff": (
            (
                "the client should wait longer and longer between retries with some randomness and give up after "
                "a few attempts"
            ),
        ),
    },
    "safe-deploy": {
        "tests": ("we run all the unit tests and integration tests in CI, and when they fail you can't merge",),
        "review": ("somebody else on the team reads my pull request before it's merged",),
        "gradual": ("we roll it out to one percent of the users first behind a flag and then slowly increase it",),
        "watch": ("then I keep an eye on grafana, error rates and latency, and we have alerts",),
        "way-back": (
            (
                "if something goes wrong we can roll back within minutes, and migrations have to work with the "
                "old code as well"
            ),
        ),
    },
    "design-notifications": {
        "clarify": (
            "first I'd like to know how many messages per second we have to handle and if it's okay to lose one",
        ),
        "queue": (
            "the api just takes the request and writes it into kafka, and then everything after that is asynchronous",
        ),
        "workers-per-channel": (
            "I'd have separate consumers for email and sms and push so if email is slow the others are not affected",
        ),
        "provider-failure": (
            (
                "if twilio is down we retry a few times with backoff and then fall back to another provider, and "
                "what still fails goes into a dead letter queue"
            ),
        ),
        "dedupe": (
            "since the queue can deliver a message twice each one has an id and we check whether it was already sent",
        ),
        "preferences": ("before sending we look up if the user has unsubscribed or set quiet hours",),
    },
    "incident": {
        "impact": ("around two thousand customers couldn't check out for forty minutes",),
        "mitigate-first": (
            (
                "the first thing was to roll back the release so people could work again and only then did we dig "
                "into it"
            ),
        ),
        "own-part": ("I was on call so I went through the logs and found the commit that did it",),
        "root-cause": (
            "it turned out that a config change had set the connection pool to one, we could see it in the metrics",
        ),
        "lasting-fix": ("later we wrote a post mortem and added an alert and a test so it wouldn't happen again",),
    },
    "disagreement": {
        "both-views": (
            "I wanted to use postgres but my colleague preferred mongo because he was worried about schema changes",
        ),
        "facts": ("we built a small prototype of both and measured it with real data",),
        "listened": ("I asked him more about it and realised he had a point, so I changed that part of my design",),
        "result": ("in the end we went with postgres and it's still running fine today",),
    },
    "legacy": {
        "characterise": (
            (
                "before touching anything I wrote some tests around it that captured what it currently does, even "
                "the weird stuff"
            ),
        ),
        "small-steps": (
            "I went step by step, one small refactoring at a time, each with its own release, no big rewrite",
        ),
        "learn-behaviour": ("I read the git history and talked to the people in accounting who use it every day",),
        "leave-better": ("afterwards I wrote down how it works and drew a diagram for the team",),
    },
}
"""Question → expected point → ways to say it that no author of a pack would write."""

BESIDE_THE_POINT: dict[str, tuple[str, ...]] = {
    "slow-query": (
        "I would buy a bigger server and restart everything",
        "I'd ask the manager to prioritise it in the next sprint and then maybe talk to the frontend people",
        "databases are very important for every company and the data must be safe",
        "I worked with oracle for three years and we had many tables",
    ),
    "concurrent-update": (
        "I would tell the users not to do that at the same time",
        "I think the bank should check balances every night",
        "we can use microservices and kubernetes for that to be scalable",
    ),
    "retry-payment": (
        "I would show a spinner and ask the user to be patient",
        "payments are critical so we should use a secure protocol like https with certificates",
        "I would log the request and send an email to support",
    ),
    "safe-deploy": (
        "I copy the files to the server with ftp on friday evening",
        "I think agile is the best approach and we have daily standups",
        "I just push it and hope for the best",
    ),
    "design-notifications": (
        "I would use a big server with lots of memory",
        "I'd write it in java because I know that best",
        "ten million users is a lot of people",
    ),
    "incident": (
        "I never had an incident because my code is good",
        "it was stressful and everybody was nervous",
        "the other team broke it and they had to fix it",
    ),
    "disagreement": (
        "I told my boss and he decided",
        "I usually don't disagree with people",
        "he was wrong and didn't want to see it",
    ),
    "legacy": (
        "I deleted it and wrote everything new in rust",
        "old code is always bad and hard to read",
        "I asked to be put on another project",
    ),
}
"""Question → answers that cover nothing."""
