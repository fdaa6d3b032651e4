package dev.countersign.database;

/**
 * A database role and its password.
 *
 * @param role name of the role
 * @param password never printed
 */
public record Login(String role, String password) {

    @Override
    public String toString() {
        return role;
    }
}
