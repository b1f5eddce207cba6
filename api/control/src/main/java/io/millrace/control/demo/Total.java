package io.millrace.control.demo;

/** Running totals of one category. */
record Total(long orders, long quantity, long cents) {
    Total plus(Total other) {
        return new Total(orders + other.orders, quantity + other.quantity, cents + other.cents);
    }

    Total times(long weight) {
        return new Total(orders * weight, quantity * weight, cents * weight);
    }

    boolean isZero() {
        return orders == 0 && quantity == 0 && cents == 0;
    }
}
