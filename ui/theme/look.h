#pragma once

#include <QtCore/QString>

class QAbstractButton;
class QFrame;
class QLabel;
class QPushButton;
class QWidget;

namespace oriel::ui {

/// Steps of the type scale. Sizes are relative to the application's font, so they follow the
/// desktop.
enum class TextSize { Title, Heading, Body, Small, Mono };

/// Sets the size (and the weight, for the first two) of all text on `widget`.
void setTextSize(QWidget *widget, TextSize size);
/// Whether the text of `widget` is a title or a heading, by its size.
[[nodiscard]] bool isHeading(const QWidget &widget);

/// Uses the secondary text color; follows scheme changes.
void setSecondary(QWidget *label);

/// A label at one step of the scale; the caller decides whether its text is selectable.
[[nodiscard]] QLabel *makeLabel(const QString &text, TextSize size, QWidget *parent);

/// The prominence of a button. A window has at most one Primary; Quiet has no frame until hovered.
enum class ButtonKind { Normal, Primary, Danger, Quiet };
void setButtonKind(QAbstractButton *button, ButtonKind kind);

/// A raised, framed panel with rounded corners ("card"); also gives banners their color.
enum class PanelKind { Card, Warning, Error, Accent };
void setPanelKind(QFrame *frame, PanelKind kind);

/// A horizontal line, one pixel high.
[[nodiscard]] QFrame *makeLine(QWidget *parent);

} // namespace oriel::ui
