package dev.samovar.sync;

import java.util.Objects;

/** An operation with the rule that decides and executes it. */
record PreparedMutation<X extends MutationContext<?, ?>>(MutationRule<X> rule, X context) {
    /** Before the transaction. May wait. */
    void authorize() {
        context.validate();
        rule.authorization().authorize(context);
    }

    /** Inside the transaction. */
    void execute() {
        context.refresh();
        context.validate();
        Objects.requireNonNull(rule.execution()).execute(context);
    }
}
