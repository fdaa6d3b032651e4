package dev.countersign.identity;

/**
 * How old a password may get (IDN-02, 11.300(b)): as old as it likes, which is what NIST SP 800-63B-4 asks for, unless the organisation has
 * set an age. Whoever has an older one signs in, signs nothing, and changes it: the key stays.
 */
public interface PasswordAges {

    /** Whether that person has to choose another password before they sign again; false for who has none. */
    boolean isExpired(String userId);
}
