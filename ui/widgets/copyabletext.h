#pragma once

#include "ui/theme/look.h"

#include <QtWidgets/QWidget>

namespace oriel::ui {

class Theme;

/// One line of text, elided if space is short, with a button that copies all of it.
class CopyableText final : public QWidget
{
    Q_OBJECT

public:
    /// `label`: what the text is, for screen readers: "ID".
    CopyableText(Theme &theme, const QString &label, const QString &text, TextSize size,
                 QWidget *parent);
};

} // namespace oriel::ui
