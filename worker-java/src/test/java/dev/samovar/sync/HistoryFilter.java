package dev.samovar.sync;

import dev.samovar.protocol.query.Predicate;
import java.util.List;
import java.util.Random;

/**
 * Which rows a client asks for: what it sends, and what that means, written down a second time.
 *
 * @param typed for clients to which {@code done} is a boolean
 * @param stored for clients to which it is a number
 */
record HistoryFilter(
        String name, Predicate typed, Predicate stored, java.util.function.Predicate<HistoryPost> includes) {
    static final List<String> BOXES = List.of("a", "b", "c");

    static final HistoryFilter ALL = of("all", Predicate.EVERYTHING, post -> true);

    private static HistoryFilter of(
            String name, Predicate predicate, java.util.function.Predicate<HistoryPost> includes) {
        return new HistoryFilter(name, predicate, predicate, includes);
    }

    static HistoryFilter random(Random random) {
        String box = BOXES.get(random.nextInt(BOXES.size()));
        long stars = random.nextInt(4);
        Predicate inBox = Predicate.eq("box", box);
        Predicate atLeast = Predicate.gte("stars", stars);
        String digit = String.valueOf(random.nextInt(10));
        return switch (random.nextInt(11)) {
            case 0, 1 -> ALL;
            case 2 -> of("box = " + box, inBox, post -> post.box().equals(box));
            case 3 ->
                of("box <> " + box, Predicate.not(inBox), post -> !post.box().equals(box));
            case 4 -> of("stars >= " + stars, atLeast, post -> isAtLeast(post, stars));
            case 5 ->
                of("stars < " + stars, Predicate.not(atLeast), post -> post.stars() != null && !isAtLeast(post, stars));
            case 6 -> of("no stars", Predicate.isNull("stars"), post -> post.stars() == null);
            case 7 ->
                of(
                        "box = " + box + " and stars >= " + stars,
                        Predicate.and(inBox, atLeast),
                        post -> post.box().equals(box) && isAtLeast(post, stars));
            case 8 ->
                of(
                        "box = " + box + " or stars >= " + stars,
                        Predicate.or(inBox, atLeast),
                        post -> post.box().equals(box) || isAtLeast(post, stars));
            case 9 ->
                of(
                        "id ends with " + digit,
                        Predicate.like("id", "%" + digit),
                        post -> post.id().endsWith(digit));
            default ->
                new HistoryFilter("done", Predicate.eq("done", true), Predicate.eq("done", 1), HistoryPost::done);
        };
    }

    private static boolean isAtLeast(HistoryPost post, long stars) {
        return post.stars() != null && post.stars() >= stars;
    }

    @Override
    public String toString() {
        return name;
    }
}
