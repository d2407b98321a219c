package dev.samovar.sync;

import dev.samovar.testkit.Profile;

/** What happens to the connections of a random history. */
final class HistoryConnections {
    private final HistoryWorld world;

    HistoryConnections(HistoryWorld world) {
        this.world = world;
    }

    void drop(HistoryMember member) {
        if (member.client.socket().isOpen()) {
            world.tell(member + " drops");
            member.client.drop();
        }
    }

    void reconnect(HistoryMember member) {
        world.tell(member + " reconnects");
        member.isCutOff = false;
        member.client.reconnect();
    }

    /** What comes later is lost with the connection. */
    void receiveLittle(HistoryMember member) {
        if (member.client.socket().isOpen()) {
            int messages = world.random.nextInt(4);
            world.tell(member + " takes in only " + messages + " more messages");
            member.client.receiveAtMost(messages);
            member.isCutOff = true;
        }
    }

    void beSlow(HistoryMember member) {
        if (member.profile == Profile.SAMOVAR_1) {
            boolean isSlow = world.random.nextBoolean();
            world.tell(member + (isSlow ? " acknowledges nothing" : " acknowledges"));
            if (isSlow) {
                member.client.withholdAcks();
            } else {
                member.client.resumeAcks();
            }
        }
    }
}
