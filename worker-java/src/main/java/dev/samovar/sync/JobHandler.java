package dev.samovar.sync;

/** Does the jobs of an object. */
@FunctionalInterface
interface JobHandler {
    /** May wait. */
    void run(Job job);
}
