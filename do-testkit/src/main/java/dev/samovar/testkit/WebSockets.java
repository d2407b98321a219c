package dev.samovar.testkit;

/** What becomes of an object's sockets when the object is dropped from memory. */
public enum WebSockets {
    /** They stay open, with their attachments and tags, and the next message builds a new instance. */
    HIBERNATE,
    /** They break: the clients see code 1006, and the object is not told. */
    CLOSE
}
