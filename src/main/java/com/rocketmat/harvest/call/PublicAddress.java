package com.rocketmat.harvest.call;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.Arrays;

/** Tells addresses of the Internet from those of a machine, a cluster or a company, which a stranger's address must not lead to. */
final class PublicAddress {

    /** 64:ff9b::/96, by which networks without IPv4 reach it; the rest is an IPv4 address. */
    private static final byte[] NAT64 = {0, 0x64, (byte) 0xff, (byte) 0x9b, 0, 0, 0, 0, 0, 0, 0, 0};

    private PublicAddress() {}

    static boolean is(InetAddress address) {
        byte[] bytes = address.getAddress();
        return address instanceof Inet4Address ? v4(bytes) : v6(bytes);
    }

    private static boolean v4(byte[] bytes) {
        int first = bytes[0] & 0xff;
        int second = bytes[1] & 0xff;
        return switch (first) {
            // of this network, private, loopback
            case 0, 10, 127 -> false;
            // of carriers
            case 100 -> second < 64 || second > 127;
            // link-local, where clouds tell machines their credentials
            case 169 -> second != 254;
            case 172 -> second < 16 || second > 31;
            case 192 -> second != 168 && !(second == 0 && bytes[2] == 0);
            // of benchmarks
            case 198 -> second != 18 && second != 19;
            // multicast, reserved, broadcast
            default -> first < 224;
        };
    }

    /** Of 2000::/3, which alone is given to anybody, but for tunnels to IPv4: Teredo's and 6to4's. */
    private static boolean v6(byte[] bytes) {
        if (Arrays.equals(bytes, 0, NAT64.length, NAT64, 0, NAT64.length)) {
            return v4(Arrays.copyOfRange(bytes, NAT64.length, bytes.length));
        }
        int first = (bytes[0] & 0xff) << 8 | (bytes[1] & 0xff);
        boolean teredo = first == 0x2001 && bytes[2] == 0 && bytes[3] == 0;
        return first >> 13 == 1 && first != 0x2002 && !teredo;
    }
}
