package dev.herd.engine.config;

import java.util.LinkedHashMap;
import java.util.Map;

/// How the fleet is shared between clients that wait at the same time: one with weight 3 gets three times what one with
/// weight 1 gets.
///
/// @param byTenant weights that are not 1, from 0.01 to 100
public record TenantWeights(Map<String, Double> byTenant) {
    public static final TenantWeights EQUAL = new TenantWeights(Map.of());

    private static final double LEAST = 0.01;
    private static final double MOST = 100;

    public TenantWeights {
        byTenant = Map.copyOf(byTenant);
        byTenant.forEach((tenant, weight) -> {
            if (!(weight >= LEAST && weight <= MOST)) {
                throw new IllegalArgumentException("the weight of " + tenant + " must be 0.01 to 100");
            }
        });
    }

    /// Reads `ide=3,nightly=0.5`.
    ///
    /// @throws IllegalArgumentException when it is written otherwise
    public static TenantWeights parse(String text) {
        Map<String, Double> weights = new LinkedHashMap<>();
        for (String each : text.split(",", -1)) {
            int sign = each.lastIndexOf('=');
            String tenant = sign < 0 ? "" : each.substring(0, sign).strip();
            if (each.isBlank() && text.isBlank()) {
                continue;
            }
            if (tenant.isEmpty()) {
                throw new IllegalArgumentException("weights are written as ide=3,nightly=0.5, not " + text);
            }
            try {
                weights.put(tenant, Double.valueOf(each.substring(sign + 1).strip()));
            } catch (NumberFormatException wrong) {
                throw new IllegalArgumentException("weights are written as ide=3,nightly=0.5, not " + text);
            }
        }
        return new TenantWeights(weights);
    }

    /// 1 unless said otherwise.
    public double of(String tenant) {
        return byTenant.getOrDefault(tenant, 1.0);
    }
}
