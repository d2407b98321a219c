package dev.samovar.guide;

/** Somebody of the team. */
record Member(String userId, String name, String role) {
    static final String MEMBER = "member";

    /** Sees shared tasks only, and changes nothing. */
    static final String GUEST = "guest";
}
