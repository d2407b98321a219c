package dev.samovar.workers;

/** All objects of one Durable Object class. */
public interface DurableObjectNamespace {
    /** The id that belongs to a name: the same name always gives the same object. */
    DurableObjectId idFromName(String name);

    /** A stub for the object. Makes no request. */
    DurableObjectStub get(DurableObjectId id);

    /** Short for {@code get(idFromName(name))}. */
    DurableObjectStub getByName(String name);
}
