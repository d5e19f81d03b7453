#pragma once

#include <QtWidgets/QProxyStyle>

#include "ui/theme/theme.h"

#include <memory>

class QStyleOptionButton;
class QStyleOptionComboBox;
class QStyleOptionHeader;
class QStyleOptionProgressBar;
class QStyleOptionSlider;
class QStyleOptionSpinBox;
class QStyleOptionTab;

namespace oriel::ui {

class Colors;
class FocusWatcher;
class WheelGuard;
struct IconScheme;

/// Oriel's controls: Fusion's behavior and metrics, painted flat, with the same visible focus ring
/// everywhere.
class OrielStyle final : public QProxyStyle
{
    Q_OBJECT

public:
    /// Dynamic properties set by look.h.
    static constexpr const char *buttonKind = "orielButtonKind";
    static constexpr const char *heading = "orielHeading";
    static constexpr const char *panelKind = "orielPanelKind";

    OrielStyle(const Colors &colors, std::shared_ptr<const IconScheme> icons);
    void setColors(const Colors &colors) { m_colors = &colors; }

    void polish(QWidget *widget) override;
    void polish(QApplication *application) override;
    void unpolish(QApplication *application) override;
    using QProxyStyle::polish;
    using QProxyStyle::unpolish;

    /// Labels, tooltips and other text drawn by Qt: control characters are escaped.
    void drawItemText(QPainter *painter, const QRect &rect, int flags, const QPalette &palette,
                      bool enabled, const QString &text,
                      QPalette::ColorRole role = QPalette::NoRole) const override;
    void drawPrimitive(PrimitiveElement element, const QStyleOption *option, QPainter *painter,
                       const QWidget *widget = nullptr) const override;
    void drawControl(ControlElement element, const QStyleOption *option, QPainter *painter,
                     const QWidget *widget = nullptr) const override;
    void drawComplexControl(ComplexControl control, const QStyleOptionComplex *option,
                            QPainter *painter, const QWidget *widget = nullptr) const override;
    [[nodiscard]] QRect subControlRect(ComplexControl control, const QStyleOptionComplex *option,
                                       SubControl subControl,
                                       const QWidget *widget = nullptr) const override;
    [[nodiscard]] QSize sizeFromContents(ContentsType type, const QStyleOption *option,
                                         const QSize &size,
                                         const QWidget *widget = nullptr) const override;
    [[nodiscard]] int pixelMetric(PixelMetric metric, const QStyleOption *option = nullptr,
                                  const QWidget *widget = nullptr) const override;
    [[nodiscard]] QRect subElementRect(SubElement element, const QStyleOption *option,
                                       const QWidget *widget = nullptr) const override;
    int styleHint(StyleHint hint, const QStyleOption *option = nullptr,
                  const QWidget *widget = nullptr,
                  QStyleHintReturn *returnData = nullptr) const override;
    [[nodiscard]] QIcon standardIcon(StandardPixmap which, const QStyleOption *option = nullptr,
                                     const QWidget *widget = nullptr) const override;

private:
    // Not at file scope, because names such as Error would hide those of the room.
    using enum Theme::Color;

    [[nodiscard]] QColor color(Theme::Color color) const;
    /// A rounded rectangle with its border inside `rect`, sharp at fractional scales.
    void drawBox(QPainter *painter, const QRectF &rect, const QColor &fill, const QColor &line,
                 qreal radius = metrics::radius, qreal width = 1.0) const;
    void drawFocusRing(QPainter *painter, const QRectF &rect, qreal radius = metrics::radius) const;
    void drawInput(const QStyleOption *option, QPainter *painter) const;
    void drawChevron(Qt::ArrowType direction, const QRectF &rect, QPainter *painter,
                     const QColor &color) const;
    void drawSortArrow(bool up, const QRectF &rect, QPainter *painter) const;
    void drawCheck(const QStyleOption *option, QPainter *painter, bool round) const;
    void drawPanel(const QStyleOption *option, QPainter *painter, const QWidget *widget) const;
    void drawPushButton(const QStyleOption *option, QPainter *painter, const QWidget *widget) const;
    void drawToolButtonPanel(const QStyleOption *option, QPainter *painter,
                             const QWidget *widget) const;
    void drawItemPanel(const QStyleOption *option, QPainter *painter, const QWidget *widget) const;
    bool drawButtonLabel(const QStyleOption *option, QPainter *painter,
                         const QWidget *widget) const;
    void drawHeaderSection(const QStyleOptionHeader *option, QPainter *painter) const;
    void drawTab(const QStyleOptionTab *option, QPainter *painter) const;
    void drawMenuItem(const QStyleOption *option, QPainter *painter, const QWidget *widget) const;
    /// The text as drawItemText() would draw it, for views, which lay out their text themselves.
    static QString itemText(QString text);
    void drawProgress(const QStyleOptionProgressBar *option, QPainter *painter) const;
    void drawComboBox(const QStyleOptionComboBox *option, QPainter *painter) const;
    void drawSpinBox(const QStyleOptionSpinBox *option, QPainter *painter,
                     const QWidget *widget) const;
    void drawScrollBar(const QStyleOptionSlider *option, QPainter *painter) const;

    /// Whether to show the focus.
    [[nodiscard]] bool ringed(const QStyleOption *option) const;
    void drawIconAndText(const QRect &rect, const QIcon &icon, const QSize &iconSize,
                         const QString &text, const QColor &color, bool enabled,
                         QPainter *painter) const;

    const Colors *m_colors;
    std::shared_ptr<const IconScheme> m_icons;
    FocusWatcher *m_focus;
    WheelGuard *m_wheel;
};

} // namespace oriel::ui
