#pragma once

#include <QtCore/QString>

class QAbstractButton;
class QFrame;
class QLabel;
class QPushButton;
class QWidget;

namespace oriel::ui {

/// Steps of the type scale. Sizes are relative to the application's font, so they follow the
/// desktop's choice.
enum class TextSize { Title, Heading, Body, Small, Mono };

/// Sets the size (and weight, for the first two) of everything written on `widget`.
void setTextSize(QWidget *widget, TextSize size);

/// Written in the secondary text colour; follows the scheme by itself.
void setSecondary(QWidget *label);

/// A label at one step of the scale; selectable text is up to the caller.
[[nodiscard]] QLabel *makeLabel(const QString &text, TextSize size, QWidget *parent);

/// How much a button stands out. A window has one Primary at most; Quiet has no frame until it is
/// pointed at.
enum class ButtonKind { Normal, Primary, Danger, Quiet };
void setButtonKind(QAbstractButton *button, ButtonKind kind);

/// A raised, framed panel with rounded corners ("card"); also how banners get their colour.
enum class PanelKind { Card, Warning, Error, Accent };
void setPanelKind(QFrame *frame, PanelKind kind);

/// A one-pixel line across.
[[nodiscard]] QFrame *makeLine(QWidget *parent);

} // namespace oriel::ui
