#pragma once

#include <QtWidgets/QLabel>

namespace oriel::ui {

/// Words with links in them. Tab comes to a link at once; a plain label has the focus first, where
/// nothing shows it.
class LinkLabel final : public QLabel
{
public:
    using QLabel::QLabel;

protected:
    void focusInEvent(QFocusEvent *event) override;
};

} // namespace oriel::ui
