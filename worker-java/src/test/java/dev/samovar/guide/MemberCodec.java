package dev.samovar.guide;

import dev.samovar.sync.RowCodec;
import dev.samovar.sync.RowReader;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@link Member} as a row of the table {@code members}. */
final class MemberCodec implements RowCodec<Member> {
    @Override
    public String primaryKey() {
        return "user_id";
    }

    @Override
    public List<String> columns() {
        return List.of("user_id", "name", "role");
    }

    @Override
    public Member decode(RowReader in) {
        return new Member(in.text("user_id"), in.text("name"), in.choice("role", Member.MEMBER, Member.GUEST));
    }

    @Override
    public List<@Nullable Object> bindings(Member member) {
        return List.of(member.userId(), member.name(), member.role());
    }
}
