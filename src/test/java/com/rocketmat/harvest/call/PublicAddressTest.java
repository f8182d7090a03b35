package com.rocketmat.harvest.call;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.UnknownHostException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@Tag("finding-C")
class PublicAddressTest {

    static String[] own() {
        return """
                0.0.0.0, 10.0.0.1, 100.64.0.1, 100.127.255.255, 127.0.0.1, 127.255.0.1, 169.254.169.254, 172.16.0.1,
                172.31.255.255, 192.0.0.192, 192.168.1.1, 198.18.0.1, 198.19.0.1, 224.0.0.1, 255.255.255.255, ::, ::1,
                ::ffff:10.0.0.1, ::10.0.0.1, 64:ff9b::a9fe:a9fe, fe80::1, fec0::1, fd00:ec2::254, ff02::1,
                2001:0:1::1, 2002:a00:1::1
                """.strip().split(",\\s+", -1);
    }

    @ParameterizedTest
    @MethodSource("own")
    void privateAddressesAreNotPublic(String address) throws UnknownHostException {
        assertThat(PublicAddress.is(InetAddress.getByName(address))).isFalse();
    }

    static String[] internet() {
        return """
                8.8.8.8, 100.63.0.1, 100.128.0.1, 169.253.0.1, 172.15.0.1, 172.32.0.1, 192.0.2.1, 192.169.0.1,
                198.17.0.1, 223.255.255.1, ::ffff:8.8.8.8, 64:ff9b::808:808, 2001:4860:4860::8888, 2001:100::1, 2001:1::1, 2600::1,
                2600:1f00::1
                """.strip().split(",\\s+", -1);
    }

    @ParameterizedTest
    @MethodSource("internet")
    void internetAddressesArePublic(String address) throws UnknownHostException {
        assertThat(PublicAddress.is(InetAddress.getByName(address))).isTrue();
    }
}
