package dev.samovar.sync;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** An operation with the rule that decides and executes it. */
record PreparedMutation<X extends MutationContext<?, ?>>(MutationRule<?, ?, X> rule, X context) {
    /** Before the transaction. May wait. */
    void authorize() {
        context.validate();
        rule.authorization().authorize(context);
    }

    /**
     * Inside the transaction.
     *
     * @return what was written, if it has an effect
     */
    @Nullable
    WrittenRow execute() {
        context.refresh();
        context.validate();
        rule.check().check(context);
        // Before it is executed: afterwards a deleted row is gone.
        WrittenRow written = rule.effect() == null ? null : context.written();
        Objects.requireNonNull(rule.execution()).execute(context);
        return written;
    }
}
