package dev.samovar.client.web;

import dev.samovar.protocol.Decoding;
import dev.samovar.protocol.MessagePackWriter;
import dev.samovar.protocol.ReadValue;
import org.jspecify.annotations.Nullable;
import org.teavm.jso.JSBody;
import org.teavm.jso.JSBodyImport;
import org.teavm.jso.JSByRef;
import org.teavm.jso.JSObject;

/** A value of JavaScript that came in a frame. */
final class JsValue implements ReadValue {
    /** As an application gets it. */
    final @Nullable JSObject value;

    private JsValue(@Nullable JSObject value) {
        this.value = value;
    }

    /** Reads the one value of MessagePack that a message is. */
    static Decoding<JsValue> read(byte[] message) {
        JSObject read = decode(message);
        return isError(read) ? new Decoding.Malformed<>(text(read)) : new Decoding.Ok<>(new JsValue(read));
    }

    /** A map or an array. */
    JSObject object() {
        return asObject(value);
    }

    @Override
    public boolean isNull() {
        return value == null;
    }

    @Override
    public boolean isMap() {
        return isPlainObject(value);
    }

    @Override
    public @Nullable JsValue get(String key) {
        return new JsValue(property(value, key));
    }

    @Override
    public @Nullable String asText() {
        return isOfType(value, "string") ? text(value) : null;
    }

    @Override
    public @Nullable Double asNumber() {
        return isOfType(value, "number") ? (Double) number(value) : null;
    }

    @Override
    public int size() {
        return length(value);
    }

    @Override
    public JsValue item(int index) {
        return new JsValue(item(value, index));
    }

    @Override
    public void encodeTo(MessagePackWriter out) {
        encoded().encodeTo(out);
    }

    EncodedValue encoded() {
        return new EncodedValue(encode(value));
    }

    /** The value, or an {@code Error}, which no value is. */
    @JSBody(
            params = "message",
            imports = @JSBodyImport(alias = "messagepack", fromModule = "./messagepack.js"),
            script = "try { return messagepack.decode(message); } catch (error) { return error; }")
    private static native JSObject decode(@JSByRef byte[] message);

    @JSBody(
            params = "value",
            imports = @JSBodyImport(alias = "messagepack", fromModule = "./messagepack.js"),
            script = "return messagepack.encode(value);")
    private static native JSObject encode(@Nullable JSObject value);

    @JSBody(params = "value", script = "return value instanceof Error;")
    private static native boolean isError(@Nullable JSObject value);

    @JSBody(
            params = {"value", "type"},
            script = "return typeof value === type;")
    private static native boolean isOfType(@Nullable JSObject value, String type);

    /** Not {@code Objects.requireNonNull}: what passes through a generic type is wrapped. */
    @JSBody(params = "value", script = "return value;")
    private static native JSObject asObject(@Nullable JSObject value);

    /** Of what is read: neither a date nor bytes. */
    @JSBody(params = "value", script = "return value !== null && Object.getPrototypeOf(value) === Object.prototype;")
    private static native boolean isPlainObject(@Nullable JSObject value);

    /** Of an error its message. */
    @JSBody(params = "value", script = "return value.message || value;")
    private static native String text(@Nullable JSObject value);

    @JSBody(params = "value", script = "return value;")
    private static native double number(@Nullable JSObject value);

    /** Only what is the object's own: a frame has no field {@code constructor} unless one was sent. */
    @JSBody(
            params = {"object", "key"},
            script = "return Object.hasOwn(object, key) ? object[key] : null;")
    private static native @Nullable JSObject property(@Nullable JSObject object, String key);

    @JSBody(
            params = {"array", "index"},
            script = "return array[index];")
    private static native @Nullable JSObject item(@Nullable JSObject array, int index);

    /** -1 of what is no array. */
    @JSBody(params = "value", script = "return Array.isArray(value) ? value.length : -1;")
    private static native int length(@Nullable JSObject value);
}
