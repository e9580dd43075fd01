package dev.handaxe.server;

import java.util.Locale;
import java.util.regex.Pattern;

/** Which addresses and names mean this host alone, without asking a name service. */
final class Loopback {
    private static final Pattern IPV4 = Pattern.compile("127(\\.\\d{1,3}){3}");
    private static final Pattern PORT = Pattern.compile(":\\d{1,5}$");

    private Loopback() {}

    /** Whether only this host can reach who listens there. */
    static boolean isAddress(String host) {
        String bare = host.startsWith("[") ? host.substring(1).replace("]", "") : host;
        return bare.toLowerCase(Locale.ROOT).equals("localhost")
                || bare.equals("::1")
                || IPV4.matcher(bare).matches();
    }

    /** Whether a {@code Host} header, with or without a port, names such an address. */
    static boolean isHeader(String header) {
        boolean bareIpv6 = header.chars().filter(c -> c == ':').count() > 1;
        return isAddress(
                bareIpv6 && !header.startsWith("[")
                        ? header
                        : PORT.matcher(header).replaceFirst(""));
    }
}
