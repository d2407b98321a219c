package dev.samovar.protocol.query;

import dev.samovar.protocol.Value;
import java.util.ArrayList;
import java.util.List;

/** Reads a predicate as TanStack DB writes it, and binds it to the columns of a table. */
final class PredicateParser {
    /**
     * How many conditions may lie in each other: fewer than a frame can hold, so that those beyond are refused as such.
     */
    static final int MAX_DEPTH = 24;
    /** Functions, columns and literals of a predicate. */
    static final int MAX_NODES = 1_000;
    /** The elements of all its lists. */
    static final int MAX_LIST_ELEMENTS = 10_000;

    private final Columns columns;
    private int nodes;
    private int listElements;

    PredicateParser(Columns columns) {
        this.columns = columns;
    }

    Condition condition(Value value, int depth) {
        if (depth > MAX_DEPTH) {
            throw QueryException.limit("a filter may be at most " + MAX_DEPTH + " conditions deep");
        }
        Value.Map node = node(value);
        if (!"func".equals(text(node, "type"))) {
            return bare(operand(node));
        }
        count();
        String name = text(node, "name");
        List<Value> args = node.get("args") instanceof Value.Array array ? array.items() : List.of();
        return switch (name) {
            case "and" -> Condition.All.of(conditions(args, depth));
            case "or" -> Condition.Any.of(conditions(args, depth));
            case "not" -> not(condition(only(name, args), depth + 1));
            case "isNull" -> nullCheck(operand(node(only(name, args))));
            case "isUndefined" -> {
                // A row has every column, so nothing is; but the column must be there.
                operand(node(only(name, args)));
                yield Condition.Constant.FALSE;
            }
            case "in" -> membership(args);
            case "like" -> like(args);
            default -> comparison(relation(name), args);
        };
    }

    private List<Condition> conditions(List<Value> args, int depth) {
        List<Condition> conditions = new ArrayList<>();
        for (Value arg : args) {
            conditions.add(condition(arg, depth + 1));
        }
        return conditions;
    }

    private static Condition bare(Operand operand) {
        Condition bare = new Condition.Bare(operand);
        return operand instanceof Operand.Literal ? folded(bare) : bare;
    }

    private static Condition not(Condition part) {
        Condition not = new Condition.Not(part);
        return part instanceof Condition.Constant ? folded(not) : not;
    }

    private static Condition nullCheck(Operand operand) {
        Condition check = new Condition.NullCheck(operand);
        return operand instanceof Operand.Literal ? folded(check) : check;
    }

    private static Relation relation(String name) {
        for (Relation relation : Relation.values()) {
            if (relation.operator().equals(name)) {
                return relation;
            }
        }
        throw QueryException.unsupported("a filter cannot use '" + QueryException.quoted(name)
                + "'; eq, gt, gte, lt, lte, like, in, isNull, isUndefined, and, or and not are served");
    }

    private Condition comparison(Relation relation, List<Value> args) {
        requireTwo(relation.operator(), args);
        Operand left = operand(node(args.get(0)));
        Operand right = operand(node(args.get(1)));
        if (left instanceof Operand.Literal && right instanceof Operand.Column) {
            return comparison(relation.mirrored(), right, left);
        }
        return comparison(relation, left, right);
    }

    private static Condition comparison(Relation relation, Operand left, Operand right) {
        if (right instanceof Operand.Literal literal && literal.value() == null) {
            return new Condition.Constant(Truth.UNKNOWN);
        }
        Condition comparison = new Condition.Comparison(relation, left, right);
        return left instanceof Operand.Literal ? folded(comparison) : comparison;
    }

    private Condition membership(List<Value> args) {
        requireTwo("in", args);
        Operand operand = operand(node(args.get(0)));
        Value.Map list = node(args.get(1));
        if (!"val".equals(text(list, "type"))) {
            throw QueryException.unsupported("the second argument of 'in' must be a literal");
        }
        count();
        if (!(list.get("value") instanceof Value.Array array)) {
            throw QueryException.invalid("the second argument of 'in' must be a list");
        }
        listElements += array.items().size();
        if (listElements > MAX_LIST_ELEMENTS) {
            throw QueryException.limit("the lists of a filter may have at most " + MAX_LIST_ELEMENTS
                    + " elements together; split the request");
        }
        List<Object> items = new ArrayList<>(array.items().size());
        for (Value item : array.items()) {
            Object literal = JsValues.of(item);
            if (literal != null) {
                items.add(literal);
            }
        }
        Condition membership = Membership.of(operand, items);
        return operand instanceof Operand.Literal ? folded(membership) : membership;
    }

    private Condition like(List<Value> args) {
        requireTwo("like", args);
        Operand operand = operand(node(args.get(0)));
        Operand pattern = operand(node(args.get(1)));
        if (!(pattern instanceof Operand.Literal literal)) {
            throw QueryException.unsupported("the pattern of 'like' must be a literal");
        }
        if (!(literal.value() instanceof String text)) {
            throw QueryException.invalid("the pattern of 'like' must be text");
        }
        Condition like = new Like(operand, text);
        return operand instanceof Operand.Literal ? folded(like) : like;
    }

    /** A condition without columns, decided. */
    private static Condition folded(Condition condition) {
        return new Condition.Constant(condition.evaluate(new Object[0]));
    }

    private Operand operand(Value.Map node) {
        count();
        return switch (text(node, "type")) {
            case "ref" -> columns.column(columnName(node));
            case "val" -> {
                Value value = node.get("value");
                yield new Operand.Literal(value == null ? null : JsValues.of(value));
            }
            default ->
                throw QueryException.unsupported("a filter compares columns with literals; what is computed from them,"
                        + " such as '" + QueryException.quoted(text(node, "name")) + "', is not served");
        };
    }

    private static String columnName(Value.Map node) {
        if (node.get("path") instanceof Value.Array path
                && path.items().size() == 1
                && path.items().get(0) instanceof Value.Text name) {
            return name.value();
        }
        throw QueryException.unsupported("a column is named by a path of one text; nested paths are not served");
    }

    private void count() {
        if (++nodes > MAX_NODES) {
            throw QueryException.limit("a filter may have at most " + MAX_NODES
                    + " conditions, columns and literals together; use 'in' for a list of values");
        }
    }

    private static Value.Map node(Value value) {
        if (value instanceof Value.Map node) {
            return node;
        }
        throw QueryException.unsupported("a filter is made of maps with a 'type' of func, ref or val");
    }

    private static Value only(String operator, List<Value> args) {
        if (args.size() == 1) {
            return args.get(0);
        }
        throw QueryException.unsupported("'" + operator + "' takes one argument");
    }

    private static void requireTwo(String operator, List<Value> args) {
        if (args.size() != 2) {
            throw QueryException.unsupported("'" + operator + "' takes two arguments");
        }
    }

    private static String text(Value.Map node, String field) {
        return node.get(field) instanceof Value.Text text ? text.value() : "";
    }
}
