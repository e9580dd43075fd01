package dev.handaxe.benchmarks.domains;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Orders of one table at the prices and discounts of another, each rounded to the cent.
 *
 * <p>Immutable.
 */
record JoinedTotal(List<Product> products, List<Order> orders) implements Problem {

    /** A product; the discount is in percent. */
    record Product(String code, BigDecimal price, int discount) {
        private String line() {
            return code + ", " + price.toPlainString() + ", " + discount;
        }
    }

    /** An order; {@code marked} ones have a footnote. */
    record Order(int number, String code, int quantity, boolean marked) {
        private String line() {
            return number + (marked ? "*" : "") + ", " + code + ", " + quantity;
        }
    }

    static JoinedTotal draw(Draw draw, Level level) {
        while (true) {
            JoinedTotal drawn = any(draw, level);
            if (drawn.orders.stream().noneMatch(o -> Decimals.nearHalf(drawn.exact(o), 2))) {
                return drawn;
            }
        }
    }

    private static JoinedTotal any(Draw draw, Level level) {
        List<Product> products = new ArrayList<>();
        for (int number : draw.rising(level.of(6, 8, 10), 10, 99)) {
            String code = draw.one(List.of("K", "M", "P", "T")) + number;
            BigDecimal price = Decimals.hundredths(draw.between(215, 9895));
            products.add(new Product(code, price, draw.chance(20) ? 0 : draw.between(3, 37)));
        }
        List<Order> orders = new ArrayList<>();
        int first = draw.between(210, 780);
        int count = level.of(10, 15, 20);
        List<Integer> marked = draw.rising(level.of(2, 3, 4), 0, count - 1);
        for (int i = 0; i < count; i++) {
            String code = draw.one(products).code();
            orders.add(new Order(first + i, code, draw.between(13, 987), marked.contains(i)));
        }
        return new JoinedTotal(List.copyOf(products), List.copyOf(orders));
    }

    private BigDecimal exact(Order order) {
        Map<String, Product> byCode =
                products.stream().collect(Collectors.toMap(Product::code, Function.identity()));
        Product product = byCode.get(order.code());
        if (product == null) {
            throw new IllegalStateException("an order of no product");
        }
        BigDecimal share = Decimals.hundredths(100 - product.discount());
        return product.price().multiply(BigDecimal.valueOf(order.quantity())).multiply(share);
    }

    @Override
    public String answer() {
        BigDecimal total = Decimals.hundredths(0);
        for (Order order : orders) {
            if (!order.marked()) {
                total = total.add(Decimals.round(exact(order), 2));
            }
        }
        return total.toPlainString();
    }

    @Override
    public List<String> questions() {
        List<String> left = products.stream().map(Product::line).toList();
        List<String> right = orders.stream().map(Order::line).toList();
        return new Wordings()
                .with("wares", Wordings.table("ware, unit price, discount (percent)", left))
                .with("orders", Wordings.table("order, ware, units", right))
                .with("seats", Wordings.table("class, fare, reduction (percent)", left))
                .with("groups", Wordings.table("booking, class, travellers", right))
                .with("metals", Wordings.table("alloy, price per kg, rebate (percent)", left))
                .with("casts", Wordings.table("cast, alloy, kg", right))
                .say(
                        """
                        The price list of a dealer:
                        {wares}
                        The orders of a month:
                        {orders}
                        An order with * was cancelled and is not paid. Each other order is paid with
                        its units times the unit price of the ware, less the discount of the ware;
                        the amount of an order is rounded to the nearest cent (half a cent goes up).
                        How much is paid for all orders together? Write two decimals.
                        """,
                        """
                        A railway knows these classes:
                        {seats}
                        and has these bookings of groups:
                        {groups}
                        For a booking every traveller owes the fare of the class, lessened by the
                        reduction in percent; what the group owes in all is rounded to the nearest
                        cent, half a cent upwards, and not traveller by traveller. Bookings marked *
                        travel for free. What does the railway earn by these bookings (two
                        decimals)?
                        """,
                        """
                        A foundry buys alloys at these prices and rebates:
                        {metals}
                        It made these casts:
                        {casts}
                        (* made of scrap, costs nothing.) The cost of a cast is its kg times the
                        price per kg of its alloy after the rebate, rounded to the nearest cent,
                        with half a cent going up. What is the cost of all casts, with two decimals?
                        """);
    }
}
