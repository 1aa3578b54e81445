// SPDX-License-Identifier: Apache-2.0
#pragma once

namespace softbound {

/// The exponential update curve: conductance after a share x of a full train of equal pulses, from
/// 0 to 1 of the window (ledger 4.1.3; the review prints a plus sign where this minus belongs):
///
///     w(x) = (1 - exp(-nu x)) / (1 - exp(-nu))
///
/// @param nu above 0
/// @param x in [0, 1]
double exponential_curve(double nu, double x);

/// NeuroSim's label NL of a curve: its largest distance from the straight line, over 0.099.
/// @param nu above 0
double label_of_nu(double nu);

/// The curve that carries a label; the inverse of label_of_nu, by bisection.
/// @param label its magnitude from 0.001 to 9
/// @throws InputError if it is not
double nu_of_label(double label);

}  // namespace softbound
