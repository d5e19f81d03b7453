#pragma once

class QFormLayout;
class QWidget;

namespace oriel::ui {

/// Centers the label of a one-line field beside it: QFormLayout puts it slightly too high.
void centerLabel(const QFormLayout &form, QWidget *field);

} // namespace oriel::ui
