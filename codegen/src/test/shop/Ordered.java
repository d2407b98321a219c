package shop;

import dev.samovar.sync.Payload;
import java.util.List;

@Payload
record Ordered(Order order, List<Article> articles) {}
