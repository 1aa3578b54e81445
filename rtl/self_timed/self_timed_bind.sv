// SPDX-License-Identifier: Apache-2.0
//
// Puts the checker on every row_controller.
bind row_controller row_checker #(
  .Columns   (Columns),
  .TokenWidth(TokenWidth)
) u_row_checker (
  .*
);
