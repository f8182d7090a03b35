package com.rocketmat.harvest.call;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.Arrays;

/** Distinguishes Internet addresses from those of a machine, cluster or company, which untrusted addresses must not reach. */
final class PublicAddress {

    /** 64:ff9b::/96, the NAT64 prefix; the rest is an IPv4 address. */
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
            // this network, private, loopback
            case 0, 10, 127 -> false;
            // carrier-grade NAT
            case 100 -> second < 64 || second > 127;
            // link-local, where clouds serve credentials to machines
            case 169 -> second != 254;
            case 172 -> second < 16 || second > 31;
            case 192 -> second != 168 && !(second == 0 && bytes[2] == 0);
            // benchmarking
            case 198 -> second != 18 && second != 19;
            // multicast, reserved, broadcast
            default -> first < 224;
        };
    }

    /** Allows 2000::/3, the only range in public use, without its IPv4 tunnels Teredo and 6to4. */
    private static boolean v6(byte[] bytes) {
        if (Arrays.equals(bytes, 0, NAT64.length, NAT64, 0, NAT64.length)) {
            return v4(Arrays.copyOfRange(bytes, NAT64.length, bytes.length));
        }
        int first = (bytes[0] & 0xff) << 8 | (bytes[1] & 0xff);
        boolean teredo = first == 0x2001 && bytes[2] == 0 && bytes[3] == 0;
        return first >> 13 == 1 && first != 0x2002 && !teredo;
    }
}
