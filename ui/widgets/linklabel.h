#pragma once

#include <QtWidgets/QLabel>

namespace oriel::ui {

/// Text with links. Tab moves directly to a link; a plain QLabel takes the focus first without
/// showing it.
class LinkLabel final : public QLabel
{
public:
    using QLabel::QLabel;

protected:
    void focusInEvent(QFocusEvent *event) override;
};

} // namespace oriel::ui
