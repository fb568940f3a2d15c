/* SPDX-License-Identifier: Apache-2.0 */
/* Java's own provider over the module: what its users do most. Argument: the
 * provider's configuration file; the PIN comes from LUNETTE_PIN. */

import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.MessageDigest;
import java.security.Provider;
import java.security.SecureRandom;
import java.security.Security;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.util.Arrays;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.KeyGenerator;
import javax.crypto.Mac;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.IvParameterSpec;

public class Jce {
    static Provider p;
    static final byte[] text = new byte[100000];

    static void check(boolean good, String what) {
        if (!good)
            throw new IllegalStateException(what);
        System.out.println("ok: " + what);
    }

    static void sign(KeyPair pair, String algorithm) throws Exception {
        Signature s = Signature.getInstance(algorithm, p);
        s.initSign(pair.getPrivate());
        s.update(text);
        byte[] signature = s.sign();
        s.initVerify(pair.getPublic());
        s.update(text);
        check(s.verify(signature), algorithm);
        Signature other = Signature.getInstance(algorithm);
        other.initVerify(pair.getPublic());
        other.update(text);
        check(other.verify(signature), algorithm + " checked in the JVM");
    }

    static void encrypt(SecretKey key) throws Exception {
        byte[] iv = new byte[12];
        Cipher c = Cipher.getInstance("AES/GCM/NoPadding", p);
        c.init(Cipher.ENCRYPT_MODE, key, new GCMParameterSpec(128, iv));
        c.updateAAD("AAD4".getBytes());
        byte[] out = c.doFinal(text, 0, 1000);
        c.init(Cipher.DECRYPT_MODE, key, new GCMParameterSpec(128, iv));
        c.updateAAD("AAD4".getBytes());
        check(Arrays.equals(c.doFinal(out), Arrays.copyOf(text, 1000)), "AES-GCM");
        out[0] ^= 1;
        c.init(Cipher.DECRYPT_MODE, key, new GCMParameterSpec(128, iv));
        c.updateAAD("AAD4".getBytes());
        try {
            c.doFinal(out);
            check(false, "a changed text is refused");
        } catch (AEADBadTagException e) {
            check(true, "a changed text is refused");
        }
        c = Cipher.getInstance("AES/CBC/PKCS5Padding", p);
        c.init(Cipher.ENCRYPT_MODE, key, new IvParameterSpec(new byte[16]));
        out = c.doFinal(text);
        c.init(Cipher.DECRYPT_MODE, key, new IvParameterSpec(new byte[16]));
        check(Arrays.equals(c.doFinal(out), text), "AES-CBC");
    }

    public static void main(String[] args) throws Exception {
        p = Security.getProvider("SunPKCS11").configure(args[0]);
        Security.addProvider(p);
        KeyStore store = KeyStore.getInstance("PKCS11", p);
        store.load(null, System.getenv("LUNETTE_PIN").toCharArray());
        SecureRandom.getInstance("PKCS11", p).nextBytes(text);
        KeyPairGenerator g = KeyPairGenerator.getInstance("RSA", p);
        g.initialize(2048);
        sign(g.generateKeyPair(), "SHA256withRSA");
        g = KeyPairGenerator.getInstance("EC", p);
        g.initialize(new ECGenParameterSpec("secp384r1"));
        sign(g.generateKeyPair(), "SHA384withECDSA");
        KeyGenerator k = KeyGenerator.getInstance("AES", p);
        k.init(256);
        SecretKey key = k.generateKey();
        encrypt(key);
        check(Arrays.equals(MessageDigest.getInstance("SHA-256", p).digest(text),
            MessageDigest.getInstance("SHA-256").digest(text)), "SHA-256");
        store.setKeyEntry("kept", key, null, null);
        check(store.getKey("kept", null) != null, "a key kept under its alias");
        store.deleteEntry("kept");
        check(!store.containsAlias("kept"), "and deleted");
    }
}
