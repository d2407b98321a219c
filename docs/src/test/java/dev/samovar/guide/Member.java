package dev.samovar.guide;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.samovar.sync.Row;

/** Somebody of the team. */
@Row(key = "user_id")
record Member(@JsonProperty("user_id") String userId, String name, String role) {
    static final String MEMBER = "member";

    /** Sees shared tasks only, and changes nothing. */
    static final String GUEST = "guest";
}
